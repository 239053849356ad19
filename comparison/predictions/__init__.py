"""Elements that the model named in untagged texts, and what people decide about them."""
