"""What actions and the gateway's questions are answered from: small services over storage, indexes and recommender."""
