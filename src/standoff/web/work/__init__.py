"""Work: wishes for documents, computed in processes of their own and told as they come."""
