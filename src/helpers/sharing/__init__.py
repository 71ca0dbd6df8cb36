"""What all rooms that show something share: wording, numbers, drawing, tables, claims."""
