"""What several subjects measure alike."""
