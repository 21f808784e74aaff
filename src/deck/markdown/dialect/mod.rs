//! What other tools and chatbots write → what the rest of the reader knows. Each has a file.

pub(super) mod chatbot;
