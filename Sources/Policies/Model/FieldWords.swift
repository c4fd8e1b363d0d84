extension FieldValue {
  /// The value where it stands beside another or alone: as ``description``, but an empty text says that it is one.
  package var word: String { self == .text("") ? "(empty)" : description }
}

extension FieldValue? {
  /// The same, with a word for no value: the field was not there, or is not there any more.
  package var word: String { self?.word ?? "(none)" }
}

extension PolicyFields {
  /// A flag in a row of a list: a question mark where the server did not say it, or what it said cannot be read.
  package func word(of flag: PolicyFlag) -> String { self[flag.field]?.description ?? "?" }

  /// The value as people read it, or what the server said that is none; nil where nothing was said.
  package func words(for field: PolicyField) -> String? {
    self[field]?.description ?? unread[field].map { "? (the server said \($0))" }
  }
}
