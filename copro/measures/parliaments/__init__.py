"""What is said in three parliaments of associations and cooperation."""
