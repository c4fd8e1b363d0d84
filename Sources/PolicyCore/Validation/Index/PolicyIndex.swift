import Patterns
import Policies

/// Policies filed by pattern, domain, network and expression, so that each finds its neighbours without a look at all.
///
/// Made in n log n; immutable. A class, because so many parts would cost much to copy for each question.
final class PolicyIndex: Sendable {
  let members: PolicyList
  let grants: [Grants]
  let names: NameOrder
  let networks: NetworkOrder
  let regexes: RegexIndex
  /// The expressions by what they match.
  let expressions: ExpressionIndex
  /// The same expressions by what they cover.
  let expressionCovers: ExpressionCovers
  /// The expressions that only languages can read, as places in `filed`; of many the first.
  private let unchecked: [(judgement: ExpressionJudgement, place: Int)]
  /// How many policies its expressions cover.
  let coverCounts = CoverCounts()
  private let filed: FiledRows
  /// The pattern of each of the expressions, as a place in `filed`.
  private let expressionPlaces: [Int]

  convenience init(_ members: PolicyList) {
    var builder = Builder(members)
    var reader = PatternReader()
    builder.add(members.indices.map { reader.read(members.fields(at: $0)) })
    self.init(builder)
  }

  /// Takes a builder that was given every row.
  init(_ builder: Builder) {
    var builder = builder
    builder.names.sort()
    builder.networks.sort()
    members = builder.members
    grants = builder.grants
    names = builder.names
    networks = builder.networks
    unchecked = builder.unchecked
    filed = builder.filed
    expressionPlaces = builder.expressionPlaces
    regexes = RegexIndex(builder.entries, letters: builder.letters)
    expressions = ExpressionIndex(builder.expressions)
    expressionCovers = ExpressionCovers(builder.expressions)
  }

  /// Files one row after the other, so that what they were read as need not be kept.
  struct Builder {
    let members: PolicyList
    fileprivate var grants: [Grants] = []
    fileprivate var names = NameOrder()
    fileprivate var networks = NetworkOrder()
    fileprivate var unchecked: [(judgement: ExpressionJudgement, place: Int)] = []
    fileprivate var filed: FiledRows
    fileprivate var expressionPlaces: [Int] = []
    fileprivate var entries: [RegexIndex.Entry] = []
    fileprivate var expressions: [ExpressionIndex.Entry] = []
    fileprivate var letters = LetterCounts()
    /// How common letters are is asked only where there is an expression to be filed by them.
    private let hasRegex: Bool

    init(_ members: PolicyList) {
      self.members = members
      filed = FiledRows(capacity: members.count)
      grants.reserveCapacity(members.count)
      hasRegex = members.table.columns.bits.contains { $0.flag(.isRegex) == true || $0.isUnread(.isRegex) }
    }

    /// What the next rows were read as.
    mutating func add(_ readings: [PatternReading]) {
      for reading in readings { add(reading) }
    }

    private mutating func add(_ reading: PatternReading) {
      let row = grants.count
      let fields = members.fields(at: row)
      grants.append(Grants(fields))
      let (place, isFirst) = filed.add(row, grants[row], under: PatternKey(fields, reading))
      if isFirst, fields.mayBeOn(.isRegex), let source = fields.pattern, let kind = PatternKind(fields.patternType) {
        expressions.append(ExpressionIndex.Entry(source: source, kind: kind, place: place))
      }
      switch reading {
      case .parsed(.email(let address)):
        names.add(address.domain, row: row)
        let folded = address.inLowerCase
        if folded != address { _ = filed.add(row, grants[row], under: .folded(folded)) }
        if let mailbox = address.mailbox { _ = filed.add(row, grants[row], under: .mailbox(mailbox)) }
        if hasRegex { letters.count("\(address)") }
      case .parsed(.domain(let name)): names.add(name, row: row)
      case .parsed(.network(let network)):
        networks.add(network, row: row)
        if hasRegex, network.isSingleAddress { letters.count("\(network)") }
      case .parsed(.regex(let regex, let kind)):
        if isFirst {
          entries.append(RegexIndex.Entry(regex: regex, kind: kind))
          expressionPlaces.append(place)
        }
      case .problem(.regexUnchecked):
        if isFirst, unchecked.count < RegexIndex.broadLimit, let added = expressions.last {
          unchecked.append((.of(added.source, added.kind), place))
        }
      case .problem, .nothing: break
      }
    }
  }

  /// The policies that are filed at a place.
  func bucket(at place: Int) -> Bucket { filed[place] }

  /// The policies of a pattern.
  func bucket(under key: PatternKey) -> Bucket? { filed.place(of: key).map { filed[$0] } }

  /// Adds the first policy of each class under a key.
  func addPolicies(under key: PatternKey, where isWanted: (Int) -> Bool, to found: inout [FoundRow]) {
    if let place = filed.place(of: key) { filed[place].add(where: isWanted, to: &found) }
  }

  /// Adds a policy of each class that names the same mailbox and is not written the same.
  func addMailbox(of policy: PolicyFacts, where isWanted: (Int) -> Bool, to found: inout [FoundRow]) {
    guard case .email(let address) = policy.reading.parsed, let mailbox = address.mailbox else { return }
    addPolicies(
      under: .mailbox(mailbox),
      where: { row in isWanted(row) && PatternReading.address(of: members.fields(at: row)) != address },
      to: &found
    )
  }

  /// Adds the first policy of each class of every pattern that certainly takes all that this one takes.
  ///
  /// A pattern that says the same is none of them.
  func addCoverers(of policy: PolicyFacts, where isWanted: (Int) -> Bool, to found: inout [FoundRow]) {
    guard let pattern = policy.reading.parsed else {
      addExpressions(covering: policy, areEqual: false, where: isWanted, to: &found)
      return
    }
    // Expressions whose languages are known are compared by these.
    if !policy.isComparedByLanguage {
      for place in regexes.takingAnything where regexes.entries[place].mayCover(pattern) {
        filed[expressionPlaces[place]].add(where: isWanted, to: &found)
      }
    }
    switch pattern {
    case .email(let address):
      addPolicies(under: .domain(address.domain), where: isWanted, to: &found)
      addExpressions(taking: pattern, "\(address)", where: isWanted, to: &found)
      for (judgement, place) in unchecked where judgement.takes(address) {
        filed[place].add(where: isWanted, to: &found)
      }
    case .domain(let name):
      for place in expressionCovers.places(coveringDomain: name) { filed[place].add(where: isWanted, to: &found) }
    case .network(let network):
      for wider in networks.containers(of: network) {
        addPolicies(under: .network(wider), where: isWanted, to: &found)
      }
      if network.isSingleAddress { addExpressions(taking: pattern, "\(network)", where: isWanted, to: &found) }
    case .regex: addExpressions(covering: policy, areEqual: false, where: isWanted, to: &found)
    }
  }

  /// Adds the first policy of each class of other expressions that match the same as this one, or all of it and more.
  func addExpressions(
    covering policy: PolicyFacts,
    areEqual: Bool,
    where isWanted: (Int) -> Bool,
    to found: inout [FoundRow]
  ) {
    guard policy.isComparedByLanguage, let judgement = policy.expression else { return }
    for (place, isEqual) in expressionCovers.places(covering: judgement) where isEqual == areEqual {
      filed[place].add(where: isWanted, to: &found)
    }
  }

  /// Whether an expression that only languages can read takes an address.
  func isTakenByLanguage(_ address: EmailAddress) -> Bool { unchecked.contains { $0.judgement.takes(address) } }

  /// The policies of expressions that may cover one, or be covered by it.
  func expressions(near judgement: ExpressionJudgement) -> [Int] {
    expressionCovers.places(near: judgement).flatMap { filed[$0].rows }
  }

  private func addExpressions(
    taking pattern: ParsedPattern,
    _ text: String,
    where isWanted: (Int) -> Bool,
    to found: inout [FoundRow]
  ) {
    var tried: [Int] = []
    regexes.candidates(for: text) { place in
      let entry = regexes.entries[place]
      guard entry.mayCover(pattern), !tried.contains(place) else { return }
      tried.append(place)
      if entry.covers(pattern, text) { filed[expressionPlaces[place]].add(where: isWanted, to: &found) }
    }
  }
}

extension PolicyFacts {
  /// Whether it may cover another policy at all: an address covers none.
  var coversOthers: Bool {
    switch reading.parsed {
    case .domain, .regex: true
    case .network(let network): !network.isSingleAddress
    // Of what is covered by an expression that only languages can read nothing is counted.
    case .email, nil: false
    }
  }

  /// Whether it is an expression of which it is known what it matches of addresses and names.
  var isComparedByLanguage: Bool { kind != .ip && expression?.verdict.decided != nil }
}

extension RegexIndex.Entry {
  /// Whether both are tried on the same texts, and the pattern is not this expression itself.
  fileprivate func mayCover(_ pattern: ParsedPattern) -> Bool {
    guard isForNetworks == (pattern.kind == .ip) else { return false }
    guard case .regex(let other, let otherKind) = pattern else { return true }
    return other.expression != regex.expression || otherKind != kind
  }
}
