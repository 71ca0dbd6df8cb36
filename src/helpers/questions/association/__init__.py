"""What the questions about associations share: asked values, choices, sentences of evidence."""
