"""The commands of `obole`: each reads its words, calls one use case, and says what came of it."""
