"""The single truth: messages, gaps, people, outbox and drafts in SQLite; the only room that speaks SQL."""
