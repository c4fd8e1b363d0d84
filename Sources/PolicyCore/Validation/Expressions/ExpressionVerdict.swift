import Languages
import Patterns
import Synchronization

/// The answer to what an expression lets through.
enum ExpressionVerdict: Sendable {
  /// It was not decided: because of this, as a clause, and of this part of it, in Unicode scalars.
  case undecided(String, Range<Int>? = nil)
  case decided(Decided)

  struct Decided: Sendable {
    /// That nothing of a message can match it, in no reading.
    var matchesNothing = false
    /// An address of somebody's; every other one of letters gets through too.
    var everything: String?
    var matchesEmptyText = false
    /// What it opens with its dots escaped and `$` behind each branch.
    var domains: [OpenedDomains.Domain] = []
    var hole: Hole?
    /// Whether nothing more could be said for want of the public suffix list.
    fileprivate var needsList = false
    /// Whether it has unescaped dots that open nothing.
    var hasLooseDots = false
    /// The expression with its dots escaped and `$` behind each branch.
    var core = ""
    var freemail: String?
    var sharedService: String?
  }

  /// What lets strangers through, with a text that shows it.
  enum Hole: Sendable {
    /// Every name under a public suffix.
    case suffix(String, example: String)
    /// Names that anybody can register, of which this is one.
    case open(domain: String, example: String)
    /// Something stands at the end of a branch that is no whole domain.
    case unheldEnd(example: String)
    /// An unescaped dot.
    case dot(domain: String, others: Int, example: String, fix: String)
    /// Nothing holds the end, and that is all.
    case openEnd(example: String, fix: String)

    var example: String {
      switch self {
      case .suffix(_, let example), .open(_, let example), .unheldEnd(let example), .dot(_, _, let example, _),
        .openEnd(let example, _):
        example
      }
    }

    /// How bad it is beside another, 0 being the worst.
    fileprivate var rank: Int {
      switch self {
      case .suffix: 0
      case .open: 1
      case .unheldEnd: 2
      case .dot: 3
      case .openEnd: 4
      }
    }
  }

  var decided: Decided? {
    guard case .decided(let decided) = self else { return nil }
    return decided
  }

  /// Decides, or says what was decided of the expression's shape.
  init(of source: String, _ kind: PatternKind) {
    if kind != .ip, let rules = MailTexts.suffixes, let shape = ExpressionShape(of: source, rules),
      let decided = Self.ofShape(shape, kind)
    {
      self = .decided(decided.restored(by: shape))
    } else {
      self.init(deciding: source, kind)
    }
  }

  /// Decides without regard to what was decided of others.
  init(deciding source: String, _ kind: PatternKind) {
    do throws(ExpressionFailure) {
      let expression = try RegularExpression(source)
      if let (reason, range) = expression.undecided { throw .undecided(reason, range) }
      let readings = Self.caseMayMatter(in: source) ? [true, false] : [false]
      var decided = try Decided(expression, kind, caseless: readings[0])
      for caseless in readings.dropFirst() {
        decided.add(try Decided(expression, kind, caseless: caseless))
      }
      self =
        decided.needsList
        ? .undecided("the public suffix list is not installed (Debian's package publicsuffix)") : .decided(decided)
    } catch {
      self = .undecided(Self.clause(error), error.range)
    }
  }

  // MARK: - Shapes

  /// So many are kept.
  private static let mostShapes = 4_096

  private struct ShapeKey: Hashable {
    let source: String
    let kind: PatternKind
  }

  private static let shapes = Mutex<[ShapeKey: ExpressionVerdict]>([:])

  private static func ofShape(_ shape: ExpressionShape, _ kind: PatternKind) -> Decided? {
    let key = ShapeKey(source: shape.source, kind: kind)
    if let known = shapes.withLock({ $0[key] }) { return known.decided }
    let verdict = ExpressionVerdict(deciding: shape.source, kind)
    shapes.withLock { shapes in
      if shapes.count >= mostShapes { shapes.removeAll() }
      shapes[key] = verdict
    }
    return verdict.decided
  }

  /// What stands in the way, as a clause.
  static func clause(_ failure: ExpressionFailure) -> String {
    switch failure {
    case .mistake(let mistake, let range): "Java does not take it: \(mistake) (at character \(range.lowerBound + 1))"
    case .undecided(let reason, let range?): "\(reason) (at character \(range.lowerBound + 1))"
    case .undecided(let reason, nil): "it needs \(reason)"
    }
  }

  /// Whether something may match in upper and lower case alike that does not match as it stands.
  ///
  /// Names reach the policies in lower case. So only what asks for upper case can match more: a capital letter, apart
  /// from those of escapes, or a character by its number or property.
  static func caseMayMatter(in source: String) -> Bool {
    var isEscaped = false
    for byte in source.utf8 {
      let isCapital = (0x41...0x5A).contains(byte)
      if isEscaped {
        isEscaped = false
        if "xu0cpPN".utf8.contains(byte) { return true }
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if isCapital {
        return true
      }
    }
    return false
  }
}

extension ExpressionVerdict.Decided {
  /// Decides in one reading of letters' case; throws what stands in the way.
  fileprivate init(
    _ expression: RegularExpression,
    _ kind: PatternKind,
    caseless: Bool
  ) throws(ExpressionFailure) {
    let reading = Reading.anywhere(caseless: caseless)
    let anywhere = try expression.language(matching: reading)
    guard try anywhere.intersects(MailTexts.all) else {
      matchesNothing = true
      return
    }
    let everybody = kind == .ip ? MailTexts.ipv4 : MailTexts.plainAddresses
    if try everybody.isSubset(of: anywhere) {
      everything = kind == .ip ? "8.8.8.8" : "x@evil.com"
      return
    }
    matchesEmptyText = anywhere.contains("")
    guard kind != .ip else { return }
    guard let rules = MailTexts.suffixes else {
      needsList = true
      return
    }
    var search = HoleSearch(expression, anywhere, reading, kind, rules)
    hole = try search.hole()
    domains = search.domains
    hasLooseDots = search.hasLooseDots
    core = search.core.source
    freemail = host(among: .consumerMailboxes, in: search.core.language)
    sharedService = host(among: .sharedServices, in: search.core.language)
  }

  /// What holds in another reading too: what is found in one of them is found.
  fileprivate mutating func add(_ other: Self) {
    matchesNothing = matchesNothing && other.matchesNothing
    everything = everything ?? other.everything
    matchesEmptyText = matchesEmptyText || other.matchesEmptyText
    if let hole = other.hole, hole.rank < self.hole?.rank ?? .max { self.hole = hole }
    let names = Set(domains.map(\.name))
    domains += other.domains.filter { !names.contains($0.name) }
    hasLooseDots = hasLooseDots || other.hasLooseDots
    freemail = freemail ?? other.freemail
    sharedService = sharedService ?? other.sharedService
  }

  /// What was said of a shape, said of an expression that has it.
  fileprivate func restored(by shape: ExpressionShape) -> Self {
    var decided = self
    decided.domains = domains.map { $0.named(shape.restored($0.name)) }
    decided.hole = hole.map { hole in
      switch hole {
      case .suffix(let suffix, let example): .suffix(suffix, example: shape.restored(example))
      case .open(let domain, let example): .open(domain: shape.restored(domain), example: shape.restored(example))
      case .unheldEnd(let example): .unheldEnd(example: shape.restored(example))
      case .dot(let domain, let others, let example, let fix):
        .dot(
          domain: shape.restored(domain),
          others: others,
          example: shape.restored(example),
          fix: shape.restored(fix)
        )
      case .openEnd(let example, let fix): .openEnd(example: shape.restored(example), fix: shape.restored(fix))
      }
    }
    decided.core = shape.restored(core)
    return decided
  }

  /// A host at which every local part of letters gets through, of the domains that are known.
  var wholeHost: String? {
    if everything != nil { return "evil.com" }
    for domain in domains {
      if domain.itself == .complete { return domain.name }
      if domain.subdomains == .complete { return "mail." + domain.name }
    }
    return nil
  }

  /// The first of some hosts at which infinitely many mailboxes get through, by the language of the core.
  ///
  /// Of an expression for every name under a suffix that is not asked: it would name one of thousands.
  func host(among table: HostTable, in language: Language) -> String? {
    if everything != nil { return nil }
    let hosts: [String]
    switch hole {
    case .suffix: return nil
    case .open: hosts = table.meets(language) ? table.hosts.sorted() : []
    case .unheldEnd, .dot, .openEnd, nil: hosts = table.hosts(under: domains)
    }
    return hosts.first { (try? language.opensManyMailboxes(at: table.names(of: $0))) ?? true }
  }
}
