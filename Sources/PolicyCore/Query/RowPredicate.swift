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
    let prefixes: Set<String>
    let isNegated: Bool
  }

  private(set) var words: [Word] = []
  private(set) var dates: [Dates] = []
  private(set) var rules: [Rules] = []
  /// Whether rows with these traits are kept.
  private(set) var traits = [Bool](repeating: true, count: RowTraits.all.count)
  /// Whether rows whose findings have these levels, as bits, are kept.
  private(set) var levels = [Bool](repeating: true, count: 16)
  private(set) var kinds: Set<OperationKind?> = [.delete, .patch, .put, .post, nil]
  private(set) var effects: Set<Effect?> = [.widens, .narrows, .neutral, .unclear, nil]

  init(_ query: Query) {
    for term in query.terms {
      add(term)
    }
    // A long word is rarer than a short one, and the rarest should lead.
    words.sort { ($0.isNegated ? 0 : $0.bytes.count) > ($1.isNegated ? 0 : $1.bytes.count) }
  }

  /// Whether rows for which nothing is queued can be kept at all.
  var keepsUndrafted: Bool { kinds.contains(nil) && effects.contains(nil) }

  /// Whether it matters what the queued operations do.
  var asksForEffects: Bool { effects.count <= Effect.allCases.count }

  private mutating func add(_ term: QueryTerm) {
    let isNegated = term.isNegated
    switch term.condition {
    case .word(let text):
      words.append(Word(bytes: FoldedText.terminated(text), isNegated: isNegated))
    case .type(let types):
      let codes = Set(types.map(RowTraits.code))
      restrictTraits { codes.contains($0.typeCode) != isNegated }
    case .flag(let field, let values):
      restrictTraits { values.contains($0.isOn(field)) != isNegated }
    case .operation(let options):
      kinds = kinds.filter { options.contains($0) != isNegated }
    case .effect(let options):
      effects = effects.filter { effect in (effect.map { options.contains($0) } ?? false) != isNegated }
    case .finding(let options):
      let mask = options.reduce(0) { $0 | ($1.map(RowFindings.bit) ?? 0) }
      for bits in levels.indices {
        let holds = bits == 0 ? options.contains(nil) : UInt8(bits) & mask != 0
        if holds == isNegated { levels[bits] = false }
      }
    case .rule(let prefixes):
      rules.append(Rules(prefixes: prefixes, isNegated: isNegated))
    case .modified(let spans):
      dates.append(Dates(isOfCreation: false, spans: spans, isNegated: isNegated))
    case .created(let spans):
      dates.append(Dates(isOfCreation: true, spans: spans, isNegated: isNegated))
    }
  }

  private mutating func restrictTraits(to keeps: (RowTraits) -> Bool) {
    for traits in RowTraits.all where !keeps(traits) {
      self.traits[Int(traits.rawValue)] = false
    }
  }

  /// Whether a row's flags, type and dates are as the query wants them.
  func keeps(_ row: Int, of table: RowTable) -> Bool {
    guard traits[Int(table.traits[row].rawValue)] else { return false }
    for dates in dates {
      let moment = dates.isOfCreation ? table.created[row] : table.modified[row]
      if dates.spans.contains(where: { $0.contains(moment) }) == dates.isNegated { return false }
    }
    return true
  }
}
