import Languages
import MailLog
import Patterns
import Policies
import Values

/// Finds the patterns of an index that match texts of a log, many of them one after the other.
///
/// The same answers as ``PolicyIndex/matches(of:)``: only what of it takes long is kept for the next text.
struct TextMatcher {
  let index: PolicyIndex
  private let filter: DomainFilter
  private var expressions: [Int: PreparedExpression] = [:]

  init(_ index: PolicyIndex, _ filter: DomainFilter) {
    self.index = index
    self.filter = filter
  }

  /// An expression with its languages.
  private struct PreparedExpression {
    let place: Int
    /// In which readings each language is asked.
    var asked: [(places: ReadingSet, language: Language)] = []
    var undecided = ReadingSet.none
    let sees: (MatchedText.Kind) -> ReadingSet?
  }

  /// Goes over the patterns that match a text, with the readings in which they do and in which that is not decided.
  mutating func eachMatch(
    of text: MatchedText,
    _ bytes: UnsafeBufferPointer<UInt8>,
    _ body: (_ bucket: Bucket, _ readings: ReadingSet, _ undecided: ReadingSet) -> Void
  ) {
    if text.kind == .ip || filter.mayHold(bytes) {
      index.eachLiteral(matching: text) { bucket, readings, _ in body(bucket, readings, .none) }
    }
    for number in index.expressions.candidateNumbers(for: text) {
      let expression = prepared(number)
      guard let seen = expression.sees(text.kind) else { continue }
      var readings = ReadingSet.none
      for (places, language) in expression.asked where language.contains(text.text) { readings.formUnion(places) }
      readings = readings.intersection(seen)
      let undecided = expression.undecided.intersection(seen)
      if !readings.isEmpty || !undecided.isEmpty { body(index.bucket(at: expression.place), readings, undecided) }
    }
  }

  private mutating func prepared(_ number: Int) -> PreparedExpression {
    if let known = expressions[number] { return known }
    let entry = index.expressions.entries[number]
    var expression = PreparedExpression(place: entry.place) { kind in
      guard entry.sees(kind, in: .widest) else { return nil }
      return entry.sees(kind, in: .widest.turned(.servers)) ? .all : .seeingServers
    }
    for (reading, places) in ReadingSet.byExpression {
      do throws(ExpressionFailure) {
        expression.asked.append((places, try LanguageCache.language(of: entry.source, reading)))
      } catch .undecided {
        expression.undecided.formUnion(places)
      } catch {
        // What is no expression matches nothing, in no reading.
        expression.asked = []
        expression.undecided = .none
        break
      }
    }
    expressions[number] = expression
    return expression
  }
}

/// A text of a log as policies are held against it.
struct LoggedText: Hashable, Sendable {
  /// Its number among the log's texts.
  let number: Int
  let kind: MatchedText.Kind

  /// Nil for what is no text that a policy matches.
  init?(_ part: MailLog.Part) {
    number = part.text
    switch part.field {
    case .from, .envelopeFrom, .replyTo: kind = .sender
    case .ip: kind = .ip
    case .recipient: kind = .recipient
    case .pattern: return nil
    }
  }

  /// Nil for an IP address that cannot be read.
  func text(in log: MailLog) -> MatchedText? { MatchedText(kind, log.texts[number]) }
}

extension MatchedText.Kind {
  /// A place among the kinds that a log has.
  var place: Int {
    switch self {
    case .sender: 0
    case .recipient: 1
    case .ip: 2
    case .server: 3
    }
  }
}
