"""What a document says, paragraph by paragraph, and where each stands in it."""
