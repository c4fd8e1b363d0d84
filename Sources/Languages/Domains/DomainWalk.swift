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
  /// What is known of the labels behind a state, by the state.
  private var knownLabels: [UInt32: Labels] = [:]
  private var knownWhole: [UInt32: Bool] = [:]

  init(hosts: HostAutomaton, rules: SuffixRules, limit: Int, meter: Meter) {
    self.hosts = hosts
    self.rules = rules
    self.limit = limit
    self.meter = meter
  }

  mutating func run() throws(ExpressionFailure) {
    guard hosts.states.start != 0 else { return }
    try descend(0, hosts.states.start, [])
    // What no rule names stands under a last label that is taken for a suffix.
    if bestOpen == nil, domains.count <= limit { try wildcard(node: 0, hosts.states.start, suffix: []) }
    guard domains.count > limit, bestOpen == nil else { return }
    for domain in domains.sorted(by: { $0.name < $1.name }) {
      note(open: Open(suffix: String(domain.name.drop { $0 != "." }.dropFirst()), name: domain.name))
    }
  }

  /// Names are kept from their ends, as they are read.
  private static func name(_ reversed: [UInt8]) -> String { String(decoding: reversed.reversed(), as: UTF8.self) }

  private mutating func note(open: Open) {
    // A suffix that everybody knows makes the best example.
    let rank = ["com", "net", "org"].firstIndex(of: open.suffix) ?? (open.suffix.contains(".") ? 4 : 3)
    if rank < openRank { (bestOpen, openRank) = (open, rank) }
  }

  // MARK: - The rules

  /// Visits the rules at a node and beyond it, as far as hosts can be read.
  private mutating func descend(_ node: Int, _ state: UInt32, _ read: [UInt8]) throws(ExpressionFailure) {
    // The tree is as deep as a name is long, and lists are not: a stack of our own.
    var pending: [(node: Int, state: UInt32, read: [UInt8])] = [(node, state, read)]
    while let (node, state, read) = pending.popLast() {
      try meter.count(1)
      let marks = rules.nodes[node].marks
      if marks.contains(.rule) { try suffix(node: node, state, read, marks.section) }
      if marks.contains(.exception) { add(read, node: node, state) }
      if marks.contains(.wildcard) {
        let below = hosts.next(state, HostAutomaton.dot)
        let child = rules.child(of: node, HostAutomaton.dot)
        if below != 0 { try wildcard(node: child, below, suffix: read + [HostAutomaton.dot], marks.section) }
      }
      var child = Int(rules.nodes[node].child)
      while child != 0 {
        let byte = rules.nodes[child].byte
        let next = byte < 128 ? hosts.next(state, byte) : 0
        if next != 0 { pending.append((child, next, read + [byte])) }
        child = Int(rules.nodes[child].sibling)
      }
    }
  }

  /// A public suffix: the suffix itself, and the names one label longer.
  private mutating func suffix(
    node: Int?,
    _ state: UInt32,
    _ read: [UInt8],
    _ section: SuffixRules.Section?
  ) throws(ExpressionFailure) {
    if hosts.hasSome[Int(state)], bareSuffixes.count < limit { bareSuffixes.append(Self.name(read)) }
    let below = hosts.next(state, HostAutomaton.dot)
    // Under a wildcard all names one label longer are suffixes, and met as such.
    let isWild = node.map { rules.nodes[$0].marks.contains(.wildcard) } ?? false
    guard below != 0, !isWild else { return }
    let labels = try labels(behind: below)
    guard !labels.isEmpty else { return }
    if let section, wholeSuffixes.count < limit, isWhole(below) {
      wholeSuffixes.append(OpenedDomains.Suffix(name: Self.name(read), section: section))
    }
    let prefix = read + [HostAutomaton.dot]
    if labels.isInfinite || labels.found.count > limit {
      note(open: Open(suffix: Self.name(read), name: Self.name(prefix + (labels.found.first?.bytes ?? []))))
      return
    }
    for label in labels.found {
      let end = end(of: label.bytes, from: node.flatMap { rules.child(of: $0, HostAutomaton.dot) })
      // A longer rule is a suffix by itself.
      if let end, rules.nodes[end].marks.contains(.rule) { continue }
      add(prefix + label.bytes, node: end, label.state)
    }
  }

  /// Every label is a suffix here, those excepted that rules know.
  private mutating func wildcard(
    node: Int?,
    _ state: UInt32,
    suffix read: [UInt8],
    _ section: SuffixRules.Section? = nil
  ) throws(ExpressionFailure) {
    let labels = try Labels(from: state, in: hosts, limit: limit, needsLetterFirst: read.isEmpty, &meter) { state in
      let below = hosts.next(state, HostAutomaton.dot)
      return hosts.hasSome[Int(state)] || (below != 0 && Labels.canFollow(below, in: hosts))
    }
    if labels.isInfinite || labels.found.count > limit {
      // Those known to rules were visited already; of the rest the first that has names below it is an example.
      for label in labels.found where end(of: label.bytes, from: node).map({ rules.nodes[$0].marks.isEmpty }) ?? true {
        let below = hosts.next(label.state, HostAutomaton.dot)
        guard below != 0, let inner = try self.labels(behind: below).found.first else { continue }
        let suffix = read + label.bytes
        note(open: Open(suffix: Self.name(suffix), name: Self.name(suffix + [HostAutomaton.dot] + inner.bytes)))
        return
      }
      return
    }
    for label in labels.found {
      let end = end(of: label.bytes, from: node)
      let marks = end.map { rules.nodes[$0].marks } ?? []
      if marks.contains(.exception) || marks.contains(.rule) { continue }
      // Of the last labels those with a wildcard of their own are suffixes too, and were not met as rules.
      try suffix(node: end, label.state, read + label.bytes, read.isEmpty ? nil : section)
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

  private mutating func add(_ read: [UInt8], node: Int?, _ state: UInt32) {
    guard domains.count <= limit else { return }
    let itself: OpenedDomains.LocalParts =
      hosts.hasAll[Int(state)] ? .all : hosts.hasSome[Int(state)] ? .some : .none
    let below = Below(state, node: node, hosts: hosts, rules: rules)
    if itself == .none, !below.hasSome { return }
    let subdomains: OpenedDomains.LocalParts = below.hasAll ? .all : below.hasSome ? .some : .none
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
