"""What is kept about one person: found wherever it stands, corrected or erased, history included."""
