"""Files that hold documents: compressed, archived, listed. What is read of them is bounded, whatever they claim."""
