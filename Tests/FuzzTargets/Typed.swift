import Canvas
import Foundation
import Patterns
import Terminal
import TestSupport

@testable import PolicyAPI
@testable import PolicyCore
@testable import Policies
@testable import PolicyFiles
@testable import PolicyQuery
@testable import Values

extension FuzzTarget {
  /// A filter as it is typed: it keeps some of the rows, and its negation the others.
  static let query = FuzzTarget("query") { bytes in
    let typed = text(bytes.prefix(512))
    let query = Query(parsing: typed, rules: Rule.names)
    for mistake in query.mistakes {
      try promise(mistake.range.lowerBound >= 0 && mistake.range.upperBound <= typed.count, "a mistake out of the text")
    }
    for caret in [0, typed.count / 2, typed.count] {
      guard let completion = query.completion(at: caret, rules: Rule.names) else { continue }
      try promise(
        completion.range.lowerBound >= 0 && completion.range.upperBound <= typed.count,
        "a completion out of the text"
      )
    }
    let rows = try rowsForQueries.rows(matching: query, knowing: QueryFacts(now: Instant(microseconds: .max / 4)))
    try promise(rows.count <= 6, "more rows than there are")
    _ = query.matches(in: typed)
  }

  private static let rowsForQueries: PolicyFilter = {
    var odd = AllowPolicy(id: "p5", fields: PolicyFields(pattern: "odd.example", comments: "Zoë \u{0} ☂️"))
    odd.fields.unread[.isTrustedSender] = "the number 1"
    let patterns = ["a@x.org", "x.org", "192.0.2.7", ".*@y\\.org", ""]
    let policies = patterns.enumerated().map { number, pattern in
      AllowPolicy(
        id: PolicyID("q\(number)"),
        fields: PolicyFields(
          pattern: pattern,
          patternType: [.email, .domain, .ip, .email, .unknown][number],
          isRegex: number == 3,
          isTrustedSender: number.isMultiple(of: 2),
          comments: "expires:2026-0\(number + 1)-01 ticket"
        ),
        modifiedAt: "2026-0\(number + 1)-02T03:04:05Z"
      )
    }
    return PolicyFilter(SearchIndex(PolicyList(policies + [odd])))
  }()

  /// A pattern of each kind, and what is offered in its place.
  static let pattern = FuzzTarget("pattern") { bytes in
    let typed = text(bytes.prefix(1024))
    for kind in [PatternKind.email, .domain, .ip] {
      if let parsed = try? ParsedPattern.parse(typed, kind: kind, isRegex: false) {
        let again = try? ParsedPattern.parse(parsed.normalForm, kind: kind, isRegex: false)
        try promise(again?.normalForm == parsed.normalForm, "its normal form is another pattern: \(typed)")
      }
      if let suggestion = PatternCleanup.suggestion(for: typed, kind: kind) {
        let parsed = try? ParsedPattern.parse(suggestion.text, kind: kind, isRegex: false)
        try promise(parsed != nil && !suggestion.fixes.isEmpty, "what is offered is no pattern: \(suggestion.text)")
      }
    }
    _ = PastedPatterns(typed).entries
    let policy = AllowPolicy(
      id: "p",
      fields: PolicyFields(pattern: typed, patternType: .email, isRegex: false, comments: typed)
    )
    _ = ListJudge(PolicyList([policy])).findings()
  }

  /// An expression: read, judged and matched in bounded time.
  static let regex = FuzzTarget("regex") { bytes in
    let expression = text(bytes.prefix(256))
    let fields = PolicyFields(pattern: expression, patternType: .email, isRegex: true, isTrustedSender: true)
    guard let regex = PatternRegex.read(expression).regex else { return }
    for subject in ["a@x.org", "", expression] {
      let (part, whole) = (regex.match(subject), regex.match(subject, .whole))
      try promise(whole != .matched || part == .matched, "all of it matches, and no part: \(expression)")
    }
    _ = ListJudge(PolicyList([AllowPolicy(id: "p", fields: fields)] + others)).findings()
  }

  private static let others = [
    AllowPolicy(id: "p1", fields: PolicyFields(pattern: "a@x.org", patternType: .email, isAcceptableSender: true)),
    AllowPolicy(id: "p2", fields: PolicyFields(pattern: "x.org", patternType: .domain, isAcceptableSender: true)),
    AllowPolicy(
      id: "p3",
      fields: PolicyFields(pattern: #"^.*@y\.org$"#, patternType: .email, isRegex: true, isAcceptableSender: true)
    ),
  ]

  /// What a terminal sends, in turns: a byte of 0xFF ends one.
  static let keys = FuzzTarget("keys") { bytes in
    var decoder = InputDecoder()
    var now = ContinuousClock.Instant.now
    var events = 0
    for turn in bytes.split(separator: 0xFF, omittingEmptySubsequences: false) {
      events += decoder.decode(turn.map { .byte($0) }, at: now).count
      now += .milliseconds([10, 3000, 60, 200][turn.count % 4])
      if let deadline = decoder.deadline, deadline <= now { events += decoder.decode([], at: deadline).count }
      if turn.count.isMultiple(of: 5) { decoder.excuse(.milliseconds(turn.count)) }
    }
    if let deadline = decoder.deadline { events += decoder.decode([], at: deadline).count }
    try promise(decoder.deadline == nil, "something is held back for ever")
    try promise(decoder.takeAnswers().count <= bytes.count, "more answers than bytes")
    try promise(events <= bytes.count + 1, "more events than bytes")
  }

  /// Times and dates of every kind.
  static let dates = FuzzTarget("dates") { bytes in
    let typed = text(bytes.prefix(64))
    if let moment = Instant(rfc3339: typed) {
      try promise(moment > .distantPast && moment < .distantFuture, "a moment at the end of time")
    }
    if case .span(let span) = DateBound(parsing: typed) {
      try promise(span.lowerBound <= span.upperBound, "a span upside down")
    }
    if case .span(let span) = AgeBound(parsing: typed) {
      try promise(span.lowerBound < span.upperBound, "an age upside down")
      if let moments = QueryFacts(now: Instant(microseconds: .max / 4)).moments(span) {
        try promise(moments.lowerBound > .distantPast, "an age of what has none")
      }
    }
    if let tag = ExpiryTag(in: typed) { try promise(tag.start < tag.end, "a day that ends before it begins") }
    _ = Timestamp.date(of: typed)
    if let seconds = RetryAfter.seconds(typed, now: Date(timeIntervalSince1970: 1_790_000_000)) {
      try promise(seconds.isFinite && seconds >= 0, "a pause that is none")
    }
    _ = HTTPDate.date(typed)
  }
}
