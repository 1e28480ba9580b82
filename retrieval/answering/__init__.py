"""How a sentence is judged as an answer to a question about a product."""
