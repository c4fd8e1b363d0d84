import Patterns

/// Policies filed by pattern, domain, network and expression, so that each finds its neighbours without a look at all.
///
/// Made in n log n; immutable afterwards.
struct PolicyIndex: Sendable {
  let members: PolicyList
  let grants: [Grants]
  private(set) var buckets: [PatternKey: Bucket] = [:]
  private(set) var names = NameOrder()
  private(set) var networks = NetworkOrder()
  private(set) var regexes = RegexIndex()
  /// Rows whose expression could not be read, so that it may take anything.
  private(set) var unchecked: [Int] = []

  init(_ members: PolicyList) {
    var reader = PatternReader()
    self.init(members, readings: members.map { reader.read($0.fields) })
  }

  /// Takes readings that were made already, one for each row.
  init(_ members: PolicyList, readings: [PatternReading]) {
    self.members = members
    grants = members.map { Grants($0.fields) }
    buckets.reserveCapacity(members.count)
    var entries: [RegexIndex.Entry] = []
    var letters = LetterCounts()
    let hasRegex = readings.contains { $0.regex != nil }
    for (row, reading) in readings.enumerated() {
      let key = PatternKey(members[row].fields, reading)
      let isFirst = buckets[key]?.add(row, grants[row]) == nil
      if isFirst { buckets[key] = Bucket(row, grants[row]) }
      switch reading {
      case .parsed(.email(let address)):
        names.add(address.domain, row: row)
        if hasRegex { letters.count("\(address)") }
      case .parsed(.domain(let name)): names.add(name, row: row)
      case .parsed(.network(let network)):
        networks.add(network, row: row)
        if hasRegex, network.isSingleAddress { letters.count("\(network)") }
      case .parsed(.regex(let regex, let kind)):
        if isFirst { entries.append(RegexIndex.Entry(regex: regex, kind: kind)) }
      case .problem(.regexUnchecked): unchecked.append(row)
      case .problem, .nothing: break
      }
    }
    names.sort()
    networks.sort()
    regexes = RegexIndex(entries, letters: letters)
  }

  /// The first policy of each class under a key.
  func policies(under key: PatternKey, where isWanted: (Int) -> Bool) -> [FoundRow] {
    buckets[key]?.representatives(where: isWanted) ?? []
  }

  /// The first policy of each class of every pattern that certainly takes all that this one takes.
  ///
  /// A pattern that says the same is none of them.
  func coverers(of policy: PolicyFacts, where isWanted: (Int) -> Bool) -> [FoundRow] {
    guard let pattern = policy.reading.parsed else { return [] }
    let own = policy.key
    let isForNetworks = pattern.kind == .ip
    var keys: [PatternKey] = []
    for place in regexes.takingAnything where regexes.entries[place].isForNetworks == isForNetworks {
      keys.append(regexes.entries[place].key)
    }
    switch pattern {
    case .email(let address):
      keys.append(.domain(address.domain))
      keys += regexKeys(taking: pattern, "\(address)")
    case .domain(let name):
      for place in regexes.byWholeDomain[name.ascii] ?? [] where !regexes.entries[place].isForNetworks {
        keys.append(regexes.entries[place].key)
      }
    case .network(let network):
      keys += networks.containers(of: network).map { .network($0) }
      if network.isSingleAddress { keys += regexKeys(taking: pattern, "\(network)") }
    case .regex: break
    }
    return keys.flatMap { $0 == own ? [] : policies(under: $0, where: isWanted) }
  }

  private func regexKeys(taking pattern: ParsedPattern, _ text: String) -> [PatternKey] {
    var tried: [ObjectIdentifier] = []
    var keys: [PatternKey] = []
    regexes.candidates(for: text) { entry in
      guard entry.isForNetworks == (pattern.kind == .ip), !tried.contains(ObjectIdentifier(entry.regex)) else { return }
      tried.append(ObjectIdentifier(entry.regex))
      if entry.covers(pattern) { keys.append(entry.key) }
    }
    return keys
  }
}
