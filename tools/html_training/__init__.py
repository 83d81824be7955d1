"""What `train_html.py` is made of."""
