/// Walks the rules of the public suffix list beside the automaton of the hosts.
struct DomainWalk {
  /// A suffix with too many names under it, and one of these.
  struct Open {
    let suffix: String
    let name: String
  }

  private let hosts: HostAutomaton
  private let rules: SuffixRules
  private let limit: Int
  private var meter: Meter
  private(set) var domains: [OpenedDomains.Domain] = []
  private(set) var wholeSuffixes: [OpenedDomains.Suffix] = []
  private(set) var bareSuffixes: [String] = []
  private(set) var bestOpen: Open?
  private var openRank = Int.max
  /// An example where there are more names than are told, none of the suffixes being open by itself.
  private var bestOfMany: Open?
  private var bestOfManyRank = Int.max
  /// What is known of the labels behind a state, by the state.
  private var knownLabels: [UInt32: Labels] = [:]
  private var knownWild: [UInt32: Labels] = [:]
  private var knownWhole: [UInt32: Bool] = [:]

  init(hosts: HostAutomaton, rules: SuffixRules, limit: Int, meter: Meter) {
    self.hosts = hosts
    self.rules = rules
    self.limit = limit
    self.meter = meter
  }

  mutating func run() throws(ExpressionFailure) {
    guard hosts.states.start != 0 else { return }
    try descend()
    // What no rule names stands under a last label that is taken for a suffix.
    if bestOpen == nil, domains.count <= limit { try wildcard(node: 0, hosts.states.start, suffix: [], nil) }
    if bestOpen == nil, domains.count > limit { bestOpen = bestOfMany }
  }

  /// Names are kept from their ends, as they are read.
  private static func name(_ reversed: [UInt8]) -> String { String(decoding: reversed.reversed(), as: UTF8.self) }

  /// How good an example a suffix makes, 0 being the best: one that everybody knows, or a short one.
  private static func rank(_ suffix: [UInt8]) -> Int {
    wellKnown.firstIndex(of: suffix) ?? 3 + suffix.count(where: { $0 == HostAutomaton.dot })
  }

  private static let wellKnown = ["moc", "ten", "gro"].map { Array($0.utf8) }

  private mutating func note(open suffix: [UInt8], label: [UInt8]) {
    let rank = Self.rank(suffix)
    if rank < openRank {
      openRank = rank
      bestOpen = Open(suffix: Self.name(suffix), name: Self.name(suffix + [HostAutomaton.dot] + label))
    }
  }

  // MARK: - The rules

  /// Visits the rules as far as hosts can be read, those with the fewest characters first.
  private mutating func descend() throws(ExpressionFailure) {
    var level: [(node: Int32, state: UInt32)] = [(0, hosts.states.start)]
    while !level.isEmpty {
      var following: [(node: Int32, state: UInt32)] = []
      try meter.count(level.count)
      for (node, state) in level {
        let marks = rules.nodes[Int(node)].marks
        if !marks.isEmpty { try visit(Int(node), state, marks) }
        var child = rules.nodes[Int(node)].child
        while child != 0 {
          let byte = rules.nodes[Int(child)].byte
          let next = byte < 128 ? hosts.next(state, byte) : 0
          if next != 0 { following.append((child, next)) }
          child = rules.nodes[Int(child)].sibling
        }
      }
      // Nothing that could still come would be told.
      if openRank == 0, wholeSuffixes.count >= limit { return }
      level = following
    }
  }

  private mutating func visit(_ node: Int, _ state: UInt32, _ marks: SuffixRules.Marks) throws(ExpressionFailure) {
    if marks.contains(.rule) { try suffix(node: node, state, nil, marks.section) }
    if marks.contains(.exception) { add(rules.path(to: node), node: node, state) }
    if marks.contains(.wildcard) {
      let below = hosts.next(state, HostAutomaton.dot)
      let child = rules.child(of: node, HostAutomaton.dot)
      if below != 0 {
        try wildcard(node: child, below, suffix: rules.path(to: node) + [HostAutomaton.dot], marks.section)
      }
    }
  }

  /// A public suffix: the suffix itself, and the names one label longer.
  ///
  /// `read` is its name, where it is not that of the node.
  private mutating func suffix(
    node: Int?,
    _ state: UInt32,
    _ read: [UInt8]?,
    _ section: SuffixRules.Section?
  ) throws(ExpressionFailure) {
    let name = read ?? node.map { rules.path(to: $0) } ?? []
    if section != nil, hosts.hasSome[Int(state)], bareSuffixes.count < limit { bareSuffixes.append(Self.name(name)) }
    let below = hosts.next(state, HostAutomaton.dot)
    // Under a wildcard all names one label longer are suffixes, and met as such.
    let isWild = node.map { rules.nodes[$0].marks.contains(.wildcard) } ?? false
    guard below != 0, !isWild else { return }
    let labels = try labels(behind: below)
    guard !labels.isEmpty else { return }
    if let section, wholeSuffixes.count < limit, isWhole(below) {
      wholeSuffixes.append(OpenedDomains.Suffix(name: Self.name(name), section: section))
    }
    if labels.isInfinite || labels.found.count > limit {
      note(open: name, label: labels.found.first?.bytes ?? [])
      return
    }
    for label in labels.found {
      let end = end(of: label.bytes, from: node.flatMap { rules.child(of: $0, HostAutomaton.dot) })
      // A longer rule is a suffix by itself.
      if let end, rules.nodes[end].marks.contains(.rule) { continue }
      add(name + [HostAutomaton.dot] + label.bytes, node: end, label.state)
      if domains.count > limit, Self.rank(name) < bestOfManyRank {
        bestOfManyRank = Self.rank(name)
        bestOfMany = Open(suffix: Self.name(name), name: Self.name(name + [HostAutomaton.dot] + label.bytes))
      }
    }
  }

  /// Every label is a suffix here, those excepted that rules know.
  private mutating func wildcard(
    node: Int?,
    _ state: UInt32,
    suffix read: [UInt8],
    _ section: SuffixRules.Section?
  ) throws(ExpressionFailure) {
    let labels = try wildLabels(behind: state, isLast: read.isEmpty)
    if labels.isInfinite || labels.found.count > limit {
      // Those known to rules were visited already; of the rest the first that has names below it is an example.
      for label in labels.found where end(of: label.bytes, from: node).map({ rules.nodes[$0].marks.isEmpty }) ?? true {
        let below = hosts.next(label.state, HostAutomaton.dot)
        guard below != 0, let inner = try self.labels(behind: below).found.first else { continue }
        note(open: read + label.bytes, label: inner.bytes)
        return
      }
      return
    }
    for label in labels.found {
      let end = end(of: label.bytes, from: node)
      let marks = end.map { rules.nodes[$0].marks } ?? []
      if marks.isDisjoint(with: [.exception, .rule]) {
        try suffix(node: end, label.state, read + label.bytes, section)
      }
    }
  }

  private func end(of label: [UInt8], from node: Int?) -> Int? {
    var node = node
    for byte in label { node = node.flatMap { rules.child(of: $0, byte) } }
    return node
  }

  // MARK: - Names

  private mutating func labels(behind state: UInt32) throws(ExpressionFailure) -> Labels {
    if let known = knownLabels[state] { return known }
    let labels = try Labels(from: state, in: hosts, limit: limit, needsLetterFirst: false, &meter) { state in
      hosts.hasSome[Int(state)] || Labels.canFollow(hosts.next(state, HostAutomaton.dot), in: hosts)
    }
    knownLabels[state] = labels
    return labels
  }

  /// Labels that make a suffix: one at which there is something, or that has names below it.
  private mutating func wildLabels(behind state: UInt32, isLast: Bool) throws(ExpressionFailure) -> Labels {
    if !isLast, let known = knownWild[state] { return known }
    let labels = try Labels(from: state, in: hosts, limit: limit, needsLetterFirst: isLast, &meter) { state in
      let below = hosts.next(state, HostAutomaton.dot)
      return hosts.hasSome[Int(state)] || (below != 0 && Labels.canFollow(below, in: hosts))
    }
    if !isLast { knownWild[state] = labels }
    return labels
  }

  private mutating func add(_ read: [UInt8], node: Int?, _ state: UInt32) {
    guard domains.count <= limit else { return }
    let itself: OpenedDomains.LocalParts =
      hosts.hasAll[Int(state)] ? .complete : hosts.hasSome[Int(state)] ? .partial : .absent
    let below = Below(state, node: node, hosts: hosts, rules: rules)
    if itself == .absent, !below.hasSome { return }
    let subdomains: OpenedDomains.LocalParts = below.hasAll ? .complete : below.hasSome ? .partial : .absent
    domains.append(
      OpenedDomains.Domain(
        name: Self.name(read),
        itself: itself,
        subdomains: subdomains,
        isEverySubdomain: below.isEvery
      )
    )
  }

  /// Whether every label of letters leads to a name that is opened, itself or below.
  private mutating func isWhole(_ start: UInt32) -> Bool {
    if let known = knownWhole[start] { return known }
    var seen: Set<UInt32> = []
    var pending = [start]
    var isWhole = true
    while isWhole, let state = pending.popLast() {
      for byte in HostAutomaton.letters {
        let next = hosts.next(state, byte)
        guard seen.insert(next).inserted else { continue }
        isWhole =
          isWhole && next != 0
          && (hosts.hasSome[Int(next)] || Labels.canFollow(hosts.next(next, HostAutomaton.dot), in: hosts))
        pending.append(next)
      }
    }
    knownWhole[start] = isWhole
    return isWhole
  }
}
