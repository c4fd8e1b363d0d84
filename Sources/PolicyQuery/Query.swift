package import MailLog
package import Policies
package import PolicyCore
package import Values

/// A filter as a person typed it: words that the pattern or the comments must hold, and terms such as `type:ip`.
///
/// | typed | keeps the policies |
/// |---|---|
/// | `acme` `"two words"` | whose pattern or comments hold it, whatever the case |
/// | `type:ip,domain` | of one of these types; `unknown` is every type but the three that can be written |
/// | `trusted:yes` `verify:no` | by a flag; also `accept:`, `exempt:`, `regex:`, and the API's names for all of them |
/// | `op:patch` `op:any` `op:none` | by what is queued for them |
/// | `effect:widens` | by what the queued operation does |
/// | `finding:danger` `rule:stale` | with a finding of that level, or of a rule whose name begins so |
/// | `modified:2026-08` `created:>=2026-01-01` | by a moment in UTC; a date stands for its whole day, month or year |
/// | `comments:/SEC-[0-9]+/` | by one text that holds a match of the expression |
/// | `expires:<2026-12` `expires:none` | by the tag `expires:YYYY-MM-DD` in the comment |
/// | `age:>7d` `changed:<12h` | by the time since it was created, or changed last: `h`, `d`, `w`, `mo`, `y` |
/// | `pattern:acme` `comments:=SEC-1` `id:…` | by one text: holding it, whatever the case, or being it to the byte |
/// | `/acme|emca/` | whose pattern or comments hold a match of the expression; without the second `/` it is text |
/// | `domain:acme.com` `domain:none` | whose pattern ends in this domain, or in one below it; or in none |
/// | `covers:bob@x.org` | that let in all that is named, in some reading: an address, a domain, a network |
/// | `opens:x.org` | that let in anything at or below it, in some reading |
/// | `used:0` `used:>10` | that let through so many of the messages that were read |
/// | `lastused:<2026-09-01` `verdict:malicious` | by the last of these messages, or by what one of them was found to be |
///
/// Every term must hold; a comma lists alternatives; a leading `-` turns a term around. What cannot be understood is
/// among the ``mistakes`` and leaves the other terms alone.
package struct Query: Hashable, Sendable {
  /// What was typed, unchanged.
  package let text: String
  /// What was understood, in the order in which it was typed.
  package let terms: [QueryTerm]
  /// What was not, in the order in which it was typed.
  package let mistakes: [QueryMistake]

  /// Reads a filter; it never fails.
  ///
  /// Where `rules` names the rules that exist, a `rule:` that none of them begins with is a mistake too.
  package init(parsing text: String, rules: [RuleName] = []) {
    var parser = QueryParser(rules: rules.map(\.rawValue))
    for token in QueryToken.tokens(in: text) {
      parser.read(token)
    }
    self.text = text
    self.terms = parser.terms
    self.mistakes = parser.mistakes
  }

  /// The filter that keeps everything.
  package init() {
    self.init(parsing: "")
  }

  /// Whether what it keeps may depend on the finding that a policy is not used, for which mail has to be read.
  package var asksForUnused: Bool {
    terms.contains { term in
      switch term.condition {
      case .finding: true
      case .rule(let names): names.contains(Rule.unused.name.rawValue)
      case .effect, .word, .expression, .type, .flag, .operation, .modified, .created, .age, .changed, .expires, .text,
        .domain, .reach, .used, .lastUsed, .verdict:
        false
      }
    }
  }

  /// Whether what it keeps depends on findings, or on what queued operations do.
  package var asksForFindings: Bool {
    terms.contains { term in
      switch term.condition {
      case .finding, .rule, .effect: true
      case .word, .expression, .type, .flag, .operation, .modified, .created, .age, .changed, .expires, .text, .domain,
        .reach, .used, .lastUsed, .verdict:
        false
      }
    }
  }

  /// Whether what it keeps depends on what patterns let in.
  package var asksForReach: Bool {
    terms.contains { if case .reach = $0.condition { true } else { false } }
  }

  /// Whether what it keeps depends on the mail that was read.
  package var asksForUsage: Bool {
    terms.contains { term in
      switch term.condition {
      case .used, .lastUsed, .verdict: true
      case .word, .expression, .type, .flag, .operation, .effect, .finding, .rule, .modified, .created, .age, .changed,
        .expires, .text, .domain, .reach:
        false
      }
    }
  }

  /// Whether it keeps every row.
  package var isEmpty: Bool { terms.isEmpty }

  /// The same query, for those who must not guess what was meant.
  ///
  /// Throws a ``Problem`` of kind `usage` that tells of the first mistake.
  package func checked() throws(Problem) -> Query {
    guard let mistake = mistakes.first else { return self }
    throw Problem(
      .usage,
      what: "The filter is not understood at character \(mistake.range.lowerBound + 1). \(mistake.message)",
      advice: "Correct the filter."
    )
  }
}

/// One part of a filter that was understood.
package struct QueryTerm: Hashable, Sendable {
  package enum Condition: Hashable, Sendable {
    /// The text, as typed and without its quotes, is in the pattern or in the comments.
    case word(String)
    /// The pattern or the comments hold a match of it.
    case expression(TextExpression)
    /// `PatternType.unknown` stands for every type that cannot be written.
    case type(Set<PatternType>)
    /// The flag, a field of kind Bool, has one of these values.
    case flag(PolicyField, Set<Bool>)
    /// What is queued is one of these; nil for nothing.
    case operation(Set<OperationKind?>)
    case effect(Set<Effect>)
    /// There is a finding of one of these levels; nil for no finding at all.
    case finding(Set<FindingLevel?>)
    /// There is a finding of a rule whose name begins with one of these texts.
    case rule(Set<String>)
    case modified([Range<Instant>])
    case created([Range<Instant>])
    /// So long ago it was created, in microseconds.
    case age([Range<Int64>])
    /// So long ago it was changed last, in microseconds.
    case changed([Range<Int64>])
    /// The day of the comment's tag is in one of these; an empty span stands for no tag.
    case expires([Range<Instant>])
    case text(TextColumn, [TextMatch])
    /// The pattern ends in one of these domains, in lower case, or in one below it; nil for no domain.
    case domain(Set<String?>)
    /// The pattern lets in what is named, or it is undecided whether it does.
    case reach(ReachQuestion)
    /// It let through one of these numbers of messages.
    case used([Range<Int>])
    /// The last of them was scanned in one of these spans.
    case lastUsed([Range<Instant>])
    /// One of them has one of these verdicts.
    case verdict(Set<Verdict>)
  }

  /// A text of a policy that can be asked for by itself.
  package enum TextColumn: Hashable, Sendable {
    case id
    case pattern
    case comments
  }

  package struct TextMatch: Hashable, Sendable {
    package let text: String
    /// Whether the whole is meant, to the byte; otherwise a part, whatever the case.
    package let isExact: Bool
    /// What is looked for where it stands between slashes; the text is the same then.
    package var expression: TextExpression?
  }

  package let condition: Condition
  package let isNegated: Bool
  /// Where it stands in the filter, in characters.
  package let range: Range<Int>
}

/// A part of a filter that cannot be used as it stands.
package struct QueryMistake: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// It may become something while the person types on.
    case incomplete
    case wrong
  }

  package let kind: Kind
  /// Where it stands in the filter, in characters.
  package let range: Range<Int>
  /// One or two sentences of what was expected.
  package let message: String
}
