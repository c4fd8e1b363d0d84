import Patterns

/// Policies filed by pattern, domain, network and expression, so that each finds its neighbours without a look at all.
///
/// Made in n log n; immutable afterwards.
struct PolicyIndex: Sendable {
  let members: PolicyList
  let grants: [Grants]
  private(set) var names = NameOrder()
  private(set) var networks = NetworkOrder()
  private(set) var regexes = RegexIndex()
  /// Rows whose expression could not be read, so that it may take anything.
  private(set) var unchecked: [Int] = []
  private var buckets: [Bucket] = []
  /// Which bucket holds the rows of a pattern.
  private var places: [PatternKey: Int] = [:]
  /// Which bucket holds the rows of each of the expressions.
  private var expressionPlaces: [Int] = []

  init(_ members: PolicyList) {
    var reader = PatternReader()
    self.init(members, readings: members.map { reader.read($0.fields) })
  }

  /// Takes readings that were made already, one for each row.
  init(_ members: PolicyList, readings: [PatternReading]) {
    self.members = members
    grants = members.map { Grants($0.fields) }
    places.reserveCapacity(members.count)
    buckets.reserveCapacity(members.count)
    var entries: [RegexIndex.Entry] = []
    var letters = LetterCounts()
    let hasRegex = readings.contains { $0.regex != nil }
    for (row, reading) in readings.enumerated() {
      let isFirst = file(row, under: PatternKey(members[row].fields, reading))
      switch reading {
      case .parsed(.email(let address)):
        names.add(address.domain, row: row)
        if hasRegex { letters.count("\(address)") }
      case .parsed(.domain(let name)): names.add(name, row: row)
      case .parsed(.network(let network)):
        networks.add(network, row: row)
        if hasRegex, network.isSingleAddress { letters.count("\(network)") }
      case .parsed(.regex(let regex, let kind)):
        if isFirst {
          entries.append(RegexIndex.Entry(regex: regex, kind: kind))
          expressionPlaces.append(buckets.count - 1)
        }
      case .problem(.regexUnchecked): unchecked.append(row)
      case .problem, .nothing: break
      }
    }
    names.sort()
    networks.sort()
    regexes = RegexIndex(entries, letters: letters)
  }

  /// Whether the row is the first of its pattern.
  private mutating func file(_ row: Int, under key: PatternKey) -> Bool {
    // One look, which finds the bucket or names the next one.
    func found(_ place: inout Int) -> Int { place }
    let place = found(&places[key, default: buckets.count])
    guard place < buckets.count else {
      buckets.append(Bucket(row, grants[row]))
      return true
    }
    buckets[place].add(row, grants[row])
    return false
  }

  /// The policies of a pattern.
  func bucket(under key: PatternKey) -> Bucket? { places[key].map { buckets[$0] } }

  /// Adds the first policy of each class under a key.
  func addPolicies(under key: PatternKey, where isWanted: (Int) -> Bool, to found: inout [FoundRow]) {
    if let place = places[key] { buckets[place].add(where: isWanted, to: &found) }
  }

  /// Adds the first policy of each class of every pattern that certainly takes all that this one takes.
  ///
  /// A pattern that says the same is none of them.
  func addCoverers(of policy: PolicyFacts, where isWanted: (Int) -> Bool, to found: inout [FoundRow]) {
    guard let pattern = policy.reading.parsed else { return }
    for place in regexes.takingAnything where regexes.entries[place].mayCover(pattern) {
      buckets[expressionPlaces[place]].add(where: isWanted, to: &found)
    }
    switch pattern {
    case .email(let address):
      addPolicies(under: .domain(address.domain), where: isWanted, to: &found)
      addExpressions(taking: pattern, "\(address)", where: isWanted, to: &found)
    case .domain(let name):
      for place in regexes.byWholeDomain[name.ascii] ?? [] where regexes.entries[place].mayCover(pattern) {
        buckets[expressionPlaces[place]].add(where: isWanted, to: &found)
      }
    case .network(let network):
      for wider in networks.containers(of: network) {
        addPolicies(under: .network(wider), where: isWanted, to: &found)
      }
      if network.isSingleAddress { addExpressions(taking: pattern, "\(network)", where: isWanted, to: &found) }
    case .regex: break
    }
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
      if entry.covers(pattern, text) { buckets[expressionPlaces[place]].add(where: isWanted, to: &found) }
    }
  }
}

extension RegexIndex.Entry {
  /// Whether both are tried on the same texts, and the pattern is not this expression itself.
  fileprivate func mayCover(_ pattern: ParsedPattern) -> Bool {
    guard isForNetworks == (pattern.kind == .ip) else { return false }
    guard case .regex(let other, let otherKind) = pattern else { return true }
    return other.expression != regex.expression || otherKind != kind
  }
}
