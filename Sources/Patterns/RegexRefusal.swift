import CPCRE2
import Values

/// PCRE2's refusal of an expression, and whether Java would refuse it too.
///
/// Which errors both share was tried out with `java.util.regex` of Java 17. An error that is not known to be shared
/// counts as PCRE2's own.
struct RegexRefusal {
  let code: Int32
  /// In octets, as PCRE2 gives it.
  let byteOffset: Int
  let expression: String

  /// Whether neither Java nor PCRE2 takes the expression.
  ///
  /// After a class that Java reads in another way PCRE2 may see an error where there is none, so nothing is sure then;
  /// but a class that is never closed is closed for neither.
  func isShared(_ differences: [LocatedDifference]) -> Bool {
    let readsClassesAlike = !differences.contains { located in
      [.nestedClass, .posixClass, .classIntersection, .escape("\\c\\")].contains(located.difference)
    }
    guard readsClassesAlike || (code == PCRE2_ERROR_MISSING_SQUARE_BRACKET && !expression.contains(#"\c\"#)) else {
      return false
    }
    return switch code {
    case PCRE2_ERROR_END_BACKSLASH, PCRE2_ERROR_END_BACKSLASH_C, PCRE2_ERROR_UNKNOWN_ESCAPE,
      PCRE2_ERROR_QUANTIFIER_OUT_OF_ORDER, PCRE2_ERROR_MISSING_SQUARE_BRACKET, PCRE2_ERROR_ESCAPE_INVALID_IN_CLASS,
      PCRE2_ERROR_CLASS_RANGE_ORDER, PCRE2_ERROR_MISSING_CLOSING_PARENTHESIS,
      PCRE2_ERROR_UNMATCHED_CLOSING_PARENTHESIS, PCRE2_ERROR_MISSING_COMMENT_CLOSING,
      PCRE2_ERROR_CODE_POINT_TOO_BIG, PCRE2_ERROR_MISSING_NAME_TERMINATOR, PCRE2_ERROR_DUPLICATE_SUBPATTERN_NAME,
      PCRE2_ERROR_INVALID_SUBPATTERN_NAME, PCRE2_ERROR_SUBPATTERN_NAME_EXPECTED, PCRE2_ERROR_INVALID_HEXADECIMAL,
      PCRE2_ERROR_MISSING_OCTAL_OR_HEX_DIGITS, PCRE2_ERROR_BACKSLASH_K_SYNTAX,
      PCRE2_ERROR_INVALID_HYPHEN_IN_OPTIONS:
      true
    case PCRE2_ERROR_QUANTIFIER_INVALID: !javaRepeatsIt
    // Java has the flags d and u.
    case PCRE2_ERROR_INVALID_AFTER_PARENS_QUERY: !hasJavaFlag
    // Java takes \1 without a group, which then never matches.
    case PCRE2_ERROR_BAD_SUBPATTERN_REFERENCE: !isNumberedReference
    case PCRE2_ERROR_MALFORMED_UNICODE_PROPERTY: !rest.contains("}")
    // \u0041 and \N{…} are good Java; \L, \U and the others are not.
    case PCRE2_ERROR_UNSUPPORTED_ESCAPE_SEQUENCE: !["u", "N"].contains(lastByte(0))
    default: false
    }
  }

  /// A clause that says what is wrong.
  var reason: String {
    switch code {
    case PCRE2_ERROR_END_BACKSLASH: "it ends in a backslash"
    case PCRE2_ERROR_UNKNOWN_ESCAPE: "no such escape: a backslash before a letter needs a meaning"
    case PCRE2_ERROR_QUANTIFIER_OUT_OF_ORDER: "the smaller number of a quantifier comes first"
    case PCRE2_ERROR_MISSING_SQUARE_BRACKET: "a character class is not closed: ] is missing"
    case PCRE2_ERROR_CLASS_RANGE_ORDER: "a range in a character class is upside down"
    case PCRE2_ERROR_QUANTIFIER_INVALID: "there is nothing here that a quantifier could repeat"
    case PCRE2_ERROR_MISSING_CLOSING_PARENTHESIS: "a group is not closed: ) is missing"
    case PCRE2_ERROR_UNMATCHED_CLOSING_PARENTHESIS: ") closes no group"
    case PCRE2_ERROR_LOOKBEHIND_NOT_FIXED_LENGTH: "looking behind at text of any length is not possible here"
    case PCRE2_ERROR_CLASS_INVALID_RANGE: "a hyphen after a set such as \\w can be read in two ways; write \\-"
    case PCRE2_ERROR_UNSUPPORTED_ESCAPE_SEQUENCE: "the escape is unknown here"
    case PCRE2_ERROR_UNKNOWN_UNICODE_PROPERTY: "the property is unknown here"
    case PCRE2_ERROR_PATTERN_STRING_TOO_LONG: "it is longer than \(PatternRegex.expressionLimit) octets"
    case PCRE2_ERROR_PARENTHESES_NEST_TOO_DEEP: "groups are nested more than \(RegexParser.depthLimit) deep"
    default: libraryMessage
    }
  }

  private var libraryMessage: String {
    withUnsafeTemporaryAllocation(of: PCRE2_UCHAR8.self, capacity: 256) { buffer in
      guard let base = buffer.baseAddress else { return "error \(code)" }
      let length = pcre2_get_error_message_8(code, base, buffer.count)
      guard length > 0 else { return "error \(code)" }
      return String(decoding: UnsafeBufferPointer(start: base, count: Int(length)), as: UTF8.self)
    }
  }

  // MARK: - The text around the place

  private var rest: Substring { Substring(String(decoding: expression.utf8.dropFirst(byteOffset), as: UTF8.self)) }

  /// The character so many octets before the place; for ASCII, which all syntax is.
  private func lastByte(_ back: Int) -> Character? {
    let bytes = expression.utf8.prefix(byteOffset).suffix(back + 1)
    return bytes.count == back + 1 ? bytes.first.map { Character(Unicode.Scalar($0)) } : nil
  }

  /// Java repeats `^`, `$` and `\b` too, and takes a `{2}` that has nothing before it.
  private var javaRepeatsIt: Bool {
    if rest.first == "}" { return true }
    guard let last = lastByte(0) else { return false }
    return "^$".contains(last) || (lastByte(1) == "\\" && "bBAzZG".contains(last))
  }

  private var hasJavaFlag: Bool {
    let flags = expression.utf8.prefix(byteOffset + 1).reversed().prefix { $0 != UInt8(ascii: "?") }
    return !flags.isEmpty && flags.allSatisfy { "idmsuxU-".utf8.contains($0) }
  }

  private var isNumberedReference: Bool {
    let before = expression.utf8.prefix(byteOffset).reversed().drop { IPAddress.isDigit($0) }
    return before.first == UInt8(ascii: "\\")
  }
}
