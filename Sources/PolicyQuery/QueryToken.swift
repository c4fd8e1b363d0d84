/// A piece of a filter between white space, before its meaning is known.
struct QueryToken {
  struct Letter {
    let character: Character
    /// Its place in the filter, in characters.
    let position: Int
    let isQuoted: Bool
  }

  /// With the minus and the quotes.
  private(set) var range: Range<Int>
  private(set) var isNegated = false
  /// Without the leading minus and the quotes.
  private(set) var letters: [Letter] = []
  private(set) var hasQuotes = false

  /// The text without the minus and the quotes.
  var text: String { String(letters.map(\.character)) }

  /// What stands between two slashes, of a piece that begins and ends with one; nil for text.
  var expression: String? { letters[...].expression }

  /// The pieces of a filter.
  ///
  /// Quotes may begin in the middle of one; one that is not closed reaches to the end.
  static func tokens(in text: String) -> [QueryToken] {
    var tokens: [QueryToken] = []
    var current: QueryToken?
    var isQuoted = false
    for (position, character) in text.enumerated() {
      if character.isWhitespace, !isQuoted {
        if let token = current { tokens.append(token) }
        current = nil
        continue
      }
      var token = current ?? QueryToken(range: position..<position)
      token.range = token.range.lowerBound..<(position + 1)
      if character == "\"" {
        isQuoted.toggle()
        token.hasQuotes = true
      } else if character == "-", position == token.range.lowerBound {
        token.isNegated = true
      } else {
        token.letters.append(Letter(character: character, position: position, isQuoted: isQuoted))
      }
      current = token
    }
    if let token = current { tokens.append(token) }
    return tokens
  }

  /// The key and what follows its colon, where the text has the form of `key:value`.
  ///
  /// An address such as `fe80::1`, a network such as `dead:beef::/32`, and a link such as `https://acme.example` or
  /// `mailto:bob@acme.example` are words.
  var parts: (key: ArraySlice<Letter>, value: ArraySlice<Letter>)? {
    guard let colon = letters.firstIndex(where: { $0.character == ":" && !$0.isQuoted }), colon > 0 else { return nil }
    let key = letters[..<colon]
    let isName = key.allSatisfy { letter in
      letter.character == "_" || (letter.character.isASCII && letter.character.isLetter)
    }
    guard isName, key.allSatisfy({ !$0.isQuoted }), key.text.lowercased() != "mailto" else { return nil }
    let value = letters[(colon + 1)...]
    if value.starts(with: ["/", "/"], by: { $0.character == $1 }) { return nil }
    let address = letters.prefix { $0.character != "/" }
    let length = letters[address.endIndex...].dropFirst()
    if !value.isEmpty, address.allSatisfy({ $0.character.isHexDigit || $0.character == ":" }),
      length.allSatisfy(\.character.isNumber)
    {
      return nil
    }
    return (key, value)
  }
}

extension ArraySlice<QueryToken.Letter> {
  /// What stands between two slashes, where these begin and end with one; nil for text.
  ///
  /// Quotes inside only keep blanks and commas from ending it.
  var expression: String? {
    guard count > 2, let first, let last, [first, last].allSatisfy({ $0.character == "/" && !$0.isQuoted }) else {
      return nil
    }
    let source = dropFirst().dropLast()
    // A slash that is escaped closes nothing.
    return source.reversed().prefix { $0.character == "\\" }.count.isMultiple(of: 2) ? source.text : nil
  }
}
