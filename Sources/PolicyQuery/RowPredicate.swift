import Policies
import PolicyCore
import Values

/// A query in the form in which 100,000 rows are put to it: tables for what has few values, bytes for words.
struct RowPredicate {
  struct Word {
    /// Folded, ended by a zero.
    let bytes: [CChar]
    let isNegated: Bool
  }

  struct Dates {
    let isOfCreation: Bool
    let spans: [Range<Instant>]
    let isNegated: Bool
  }

  struct Rules {
    let mask: UInt64
    let isNegated: Bool
  }

  /// What a text is held against.
  enum Match {
    /// Folded.
    case part(ArraySlice<CChar>)
    case whole(ByBytes<String>)
    case expression(TextExpression.Search)

    init(_ match: QueryTerm.TextMatch) {
      if let expression = match.expression {
        self = .expression(expression.search)
      } else if match.isExact {
        self = .whole(ByBytes(match.text))
      } else {
        self = .part(FoldedText.terminated(match.text).dropLast())
      }
    }

    func holds(of text: String) -> Bool {
      if case .whole(let whole) = self { return whole == ByBytes(text) }
      var folded: [CChar] = []
      FoldedText.append(text, to: &folded)
      return switch self {
      case .part(let part): folded.firstRange(of: part) != nil
      case .expression(let search): search.matches(folded.span)
      case .whole: false
      }
    }
  }

  struct Texts {
    let column: QueryTerm.TextColumn
    let matches: [Match]
    let isNegated: Bool
  }

  struct Expressions {
    let search: TextExpression.Search
    let isNegated: Bool
  }

  struct Reaches {
    let question: ReachQuestion
    let isNegated: Bool
  }

  struct Domains {
    let names: Set<String?>
    let isNegated: Bool
  }

  struct Expiries {
    let spans: [Range<Instant>]
    let isNegated: Bool
  }

  private(set) var texts: [Texts] = []
  private(set) var expiries: [Expiries] = []
  private(set) var domains: [Domains] = []
  private(set) var words: [Word] = []
  private(set) var expressions: [Expressions] = []
  private(set) var reaches: [Reaches] = []
  private(set) var dates: [Dates] = []
  private var rules: [Rules] = []
  /// Whether rows with this type and these flags are kept, by ``RowBits/traits``.
  private var traits = [Bool](repeating: true, count: RowBits.traitsCount)
  /// Whether rows whose findings have these levels, as bits, are kept.
  private var levels = [Bool](repeating: true, count: 16)
  private(set) var kinds: Set<OperationKind?> = [.delete, .patch, .put, .post, nil]
  private(set) var effects: Set<Effect?> = Set(Effect.allCases.map(Optional.some) + [nil])

  init(_ query: Query, _ facts: QueryFacts) {
    for term in query.terms {
      add(term, facts)
    }
    // A long word is rarer than a short one, and the rarest should lead.
    words.sort { ($0.isNegated ? 0 : $0.bytes.count) > ($1.isNegated ? 0 : $1.bytes.count) }
  }

  /// Whether rows for which nothing is queued can be kept at all.
  var keepsUndrafted: Bool { kinds.contains(nil) && effects.contains(nil) }

  /// Whether it matters what the queued operations do.
  var asksForEffects: Bool { effects.count <= Effect.allCases.count }

  private mutating func add(_ term: QueryTerm, _ facts: QueryFacts) {
    let isNegated = term.isNegated
    switch term.condition {
    case .word(let text):
      words.append(Word(bytes: FoldedText.terminated(text), isNegated: isNegated))
    case .type(let types):
      let places = Set(types.map(\.place))
      restrictTraits { places.contains(($0.type ?? .unknown).place) != isNegated }
    case .flag(let field, let values):
      restrictTraits { (!$0.isUnread(field) && values.contains($0.flag(field) == true)) != isNegated }
    case .operation(let options):
      kinds = kinds.filter { options.contains($0) != isNegated }
    case .effect(let options):
      effects = effects.filter { effect in (effect.map { options.contains($0) } ?? false) != isNegated }
    case .finding(let options):
      let mask = options.reduce(0) { $0 | ($1.map(RowSigns.bit) ?? 0) }
      for bits in levels.indices {
        let holds = bits == 0 ? options.contains(nil) : UInt8(bits) & mask != 0
        if holds == isNegated { levels[bits] = false }
      }
    case .rule(let prefixes):
      rules.append(Rules(mask: RowSigns.mask(ofPrefixes: prefixes), isNegated: isNegated))
    case .modified(let spans):
      dates.append(Dates(isOfCreation: false, spans: spans, isNegated: isNegated))
    case .created(let spans):
      dates.append(Dates(isOfCreation: true, spans: spans, isNegated: isNegated))
    case .age(let ages):
      dates.append(Dates(isOfCreation: true, spans: ages.compactMap(facts.moments), isNegated: isNegated))
    case .changed(let ages):
      dates.append(Dates(isOfCreation: false, spans: ages.compactMap(facts.moments), isNegated: isNegated))
    case .expression(let expression):
      // Only rows that have the piece need to be read by the expression.
      if !isNegated, !expression.requiredText.isEmpty {
        words.append(Word(bytes: FoldedText.terminated(expression.requiredText), isNegated: false))
      }
      expressions.append(Expressions(search: expression.search, isNegated: isNegated))
    case .reach(let question):
      reaches.append(Reaches(question: question, isNegated: isNegated))
    case .domain(let names):
      // A label stands in every pattern that ends in the domain, escaped or not, and few rows have it.
      if !isNegated, names.count == 1, let name = names.first ?? nil,
        let label = name.split(separator: ".").max(by: { $0.utf8.count < $1.utf8.count })
      {
        words.append(Word(bytes: FoldedText.terminated(String(label)), isNegated: false))
      }
      domains.append(Domains(names: names, isNegated: isNegated))
    case .expires(let spans):
      expiries.append(Expiries(spans: spans, isNegated: isNegated))
    case .text(let column, let matches):
      // Where one text must be there, looking for it as a word leaves few rows to look at closely.
      if !isNegated, matches.count == 1, let match = matches.first, column != .id {
        let text = match.expression?.requiredText ?? match.text
        if !text.isEmpty { words.append(Word(bytes: FoldedText.terminated(text), isNegated: false)) }
      }
      texts.append(Texts(column: column, matches: matches.map(Match.init), isNegated: isNegated))
    }
  }

  /// Whether a policy has to be looked at itself.
  var asksForFields: Bool { !texts.isEmpty || !expiries.isEmpty || !domains.isEmpty }

  /// Whether a policy's texts and its tag are as the query wants them.
  func keeps(_ id: PolicyID, _ fields: PolicyFields) -> Bool {
    for texts in texts {
      let text =
        switch texts.column {
        case .id: id.text
        case .pattern: fields.pattern ?? ""
        case .comments: fields.comments ?? ""
        }
      if texts.matches.contains(where: { $0.holds(of: text) }) == texts.isNegated { return false }
    }
    if !domains.isEmpty, !keepsDomain(of: fields) { return false }
    guard !expiries.isEmpty else { return true }
    let tag = ExpiryTag(in: fields.comments)
    return expiries.allSatisfy { expiry in
      let holds = expiry.spans.contains { span in
        tag.map { span.contains($0.start) } ?? (span == ExpiryTag.absent)
      }
      return holds != expiry.isNegated
    }
  }

  private func keepsDomain(of fields: PolicyFields) -> Bool {
    let name = NamedDomain.name(in: fields)
    return domains.allSatisfy { domains in
      let holds = domains.names.contains { wanted in
        guard let name, let wanted else { return name == nil && wanted == nil }
        return NamedDomain.isAtOrBelow(name, wanted)
      }
      return holds != domains.isNegated
    }
  }

  /// Whether a row's texts are as the query's expressions want them.
  func keeps(_ row: Int, of texts: FoldedRows) -> Bool {
    expressions.allSatisfy { texts.hasField(of: row, where: $0.search.matches) != $0.isNegated }
  }

  private mutating func restrictTraits(to keeps: (RowBits) -> Bool) {
    for number in traits.indices where !keeps(RowBits(raw: UInt32(number))) { traits[number] = false }
  }

  /// Whether what the rules say of a row is as the query wants it.
  func keeps(_ signs: RowSigns) -> Bool {
    levels[Int(signs.levels & 15)] && rules.allSatisfy { (signs.rules & $0.mask != 0) != $0.isNegated }
  }

  /// Whether a row's flags, type and dates are as the query wants them.
  func keeps(_ row: Int, of columns: PolicyColumns) -> Bool {
    guard traits[columns.bits[row].traits] else { return false }
    for dates in dates {
      let moment = dates.isOfCreation ? columns.moment(.created, row) : columns.lastChange(row)
      if dates.spans.contains(where: { $0.contains(moment) }) == dates.isNegated { return false }
    }
    return true
  }
}
