import CPCRE2
import Synchronization

/// A regular expression that was compiled once and can be matched from any thread, in bounded time.
///
/// The API reads Java's expressions; this is PCRE2, held to what the two have in common (see the article on dialects).
/// A match is therefore an approximation of what the API does. Matches of one expression run one after the other.
package final class PatternRegex: Sendable {
  /// The answer to one match.
  package enum Match: Hashable, Sendable {
    case matched
    case notMatched
    /// The engine gave up: the expression needs too many steps or too much memory for this text.
    case limitReached
  }

  /// What has to match, some part of the text or all of it; which of them the API means is not documented.
  package enum Extent: Hashable, Sendable {
    case part
    case whole
  }

  package let expression: String
  package let shape: RegexShape
  private let program: Mutex<Program>

  /// Longer expressions are not compiled; the API takes 1024 characters.
  static let expressionLimit = 4096
  /// Longer texts are not searched: an address has at most 254 octets.
  static let subjectLimit = 4096

  private init(_ expression: String, syntax: RegexSyntax, program: sending Program) {
    self.expression = expression
    shape = RegexShape(syntax)
    self.program = Mutex(program)
  }

  deinit {
    program.withLock { $0.free() }
  }

  /// Reads an expression; never throws, because all three outcomes are ordinary.
  package static func read(_ expression: String) -> RegexReading {
    guard expression.utf8.count <= expressionLimit else {
      let refusal = RegexRefusal(code: PCRE2_ERROR_PATTERN_STRING_TOO_LONG, byteOffset: 0, expression: expression)
      return .unchecked(RegexProblem(reason: refusal.reason, byteOffset: 0, in: expression))
    }
    let syntax = RegexParser.parse(expression)
    switch Program.compile(expression) {
    case .failure(let refusal):
      let problem = RegexProblem(reason: refusal.reason, byteOffset: refusal.byteOffset, in: expression)
      return refusal.isShared(syntax.differences) ? .invalid(problem) : .unchecked(problem)
    case .success(var program):
      if let first = syntax.differences.first {
        program.free()
        return .unchecked(RegexProblem(reason: "\(first.difference)", offset: first.offset, in: expression))
      }
      return .ready(PatternRegex(expression, syntax: syntax, program: program))
    }
  }

  /// Matches a text; case matters unless the expression says otherwise.
  package func match(_ text: String, _ extent: Extent = .part) -> Match {
    match(text, extent, longest: Self.subjectLimit)
  }

  /// Where it matches in a text, in octets, one match behind the other; empty matches are left out.
  ///
  /// Nothing is found behind a place where the engine gives up, and nothing in a text that is too long.
  package func ranges(in text: String) -> [Range<Int>] {
    guard text.utf8.count <= Self.subjectLimit else { return [] }
    return program.withLock { $0.ranges(in: text) }
  }

  /// Matches a text of up to so many octets.
  ///
  /// The limits of the engine count from each place where a match may begin, so that a long text may take long.
  func match(_ text: String, _ extent: Extent, longest: Int) -> Match {
    guard text.utf8.count <= longest else { return .limitReached }
    return program.withLock { $0.match(text, extent) }
  }
}
