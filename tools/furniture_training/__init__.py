"""What `train_furniture.py` is made of."""
