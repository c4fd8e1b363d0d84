import Policies
package import PolicyCore

/// What is to be counted: the rows of a filter as the draft will leave them.
package struct FrequencyRequest: Equatable, Sendable {
  package let dimension: FrequencyDimension
  package let rows: FilteredRows
  package let draft: DraftSnapshot
  /// What the rules say of the list and the draft.
  package let findings: AccountFindings
  /// How tickets are found in comments; nil where they are not counted.
  package let ticket: TicketPattern?

  package init(
    _ dimension: FrequencyDimension,
    of rows: FilteredRows,
    draft: DraftSnapshot,
    findings: AccountFindings,
    ticket: TicketPattern?
  ) {
    self.dimension = dimension
    self.rows = rows
    self.draft = draft
    self.findings = findings
    self.ticket = ticket
  }

  /// Whether both ask the same of the same, told by revisions.
  package func isSame(as other: FrequencyRequest) -> Bool {
    dimension == other.dimension && rows.isSame(as: other.rows) && draft.revision == other.draft.revision
      && findings.isSame(as: other.findings) && ticket == other.ticket
  }

  /// The frequencies; nil if its task was cancelled meanwhile.
  ///
  /// Goes over all rows once. A policy counts for each rule that holds of it, and for each ticket in its comment.
  package func count() -> Frequencies? {
    var counting = Counting(self)
    for place in rows.indices {
      if place.isMultiple(of: 1024), Task.isCancelled { return nil }
      counting.add(rows[place])
    }
    return counting.frequencies
  }
}

/// How many policies have what in common.
package struct Frequencies: Equatable, Sendable {
  /// The highest first.
  package let all: [Frequency]
  /// How many lower ones there are beside these.
  package let others: Int

  /// More than these nobody reads.
  package static let most = 2000
}

private struct Counting {
  private let request: FrequencyRequest
  private let columns: PolicyColumns
  private let changed: [Int: PolicyFields]
  /// Nothing where the findings are about another list.
  private let signs: RowFindings
  private let ticket: TextExpression?
  private let search: TextExpression.Search?
  private var folded: [CChar] = []
  private var counts: [FrequencyKey: Int] = [:]
  /// The first spelling of a ticket, by its lower-case form.
  private var spellings: [String: String] = [:]
  private var registered: [String: String] = [:]

  init(_ request: FrequencyRequest) {
    self.request = request
    columns = request.rows.list.table.columns
    ticket = request.dimension == .ticket ? request.ticket?.expression : nil
    search = ticket?.search
    var changed: [Int: PolicyFields] = [:]
    for operation in request.draft.draft.operations {
      guard let result = operation.result, let row = request.rows.list.index(of: operation.id) else { continue }
      changed[row] = result
    }
    self.changed = changed
    signs = request.findings.rows.speak(of: request.rows.list) ? request.findings.rows : RowFindings()
  }

  mutating func add(_ reference: RowReference) {
    switch reference {
    case .created(let place):
      let policy = request.rows.created[place]
      let fields = request.draft.draft[policy.placeholderID]?.result ?? policy.fields
      add(fields) { [findings = request.findings] in findings.signs(of: policy.placeholderID) }
    case .policy(let row):
      if let fields = changed[row] { return add(fields) { [signs] in signs.signs(ofRow: row) } }
      add(row)
    }
  }

  private mutating func count(_ key: FrequencyKey) { counts[key, default: 0] += 1 }

  /// Counts a row of the list as it is, of which no policy has to be made.
  private mutating func add(_ row: Int) {
    let bits = columns.bits[row]
    func value(_ field: PolicyField) -> Bool? { bits.isUnread(field) ? nil : bits.flag(field) == true }
    switch request.dimension {
    case .type: count(.type(Self.written(bits.type), isExpression: value(.isRegex)))
    case .flags: count(.flags(FrequencyKey.flags.map(value)))
    case .domain:
      let isExpression = bits.flag(.isRegex) == true
      add(domain: bits.type == .ip ? nil : NamedDomain.name(in: columns.pattern(row), isExpression: isExpression))
    case .finding: add(signs.signs(ofRow: row))
    case .ticket: addTickets(in: columns.comments(row))
    }
  }

  private mutating func add(_ fields: PolicyFields, _ signs: () -> RowSigns) {
    func value(_ field: PolicyField) -> Bool? { fields.unread[field] != nil ? nil : fields[field] == .flag(true) }
    switch request.dimension {
    case .type: count(.type(Self.written(fields.patternType), isExpression: value(.isRegex)))
    case .flags: count(.flags(FrequencyKey.flags.map(value)))
    case .domain: add(domain: NamedDomain.name(in: fields))
    case .finding: add(signs())
    case .ticket: addTickets(in: Array((fields.comments ?? "").utf8)[...])
    }
  }

  private mutating func add(domain name: String?) {
    let domain = name.map { registered($0) }
    count(.domain(domain))
  }

  private mutating func add(_ signs: RowSigns) {
    if signs.count == 0 { count(.finding(nil)) }
    for rule in signs.ruleNames { count(.finding(rule)) }
  }

  /// Every type but the three that can be written counts as unknown, as in the filter.
  private static func written(_ type: PatternType?) -> PatternType {
    type.map { [.email, .domain, .ip].contains($0) ? $0 : .unknown } ?? .unknown
  }

  private mutating func registered(_ name: String) -> String {
    if let known = registered[name] { return known }
    let domain = NamedDomain.registered(name)
    registered[name] = domain
    return domain
  }

  /// Which texts have a ticket is told quickly; only of these its place is looked for.
  private mutating func addTickets(in octets: ArraySlice<UInt8>) {
    guard let ticket, let search else { return }
    folded.removeAll(keepingCapacity: true)
    FoldedText.append(octets, to: &folded)
    guard search.matches(folded.span) else { return count(.ticket(nil)) }
    let comments = Array(octets)
    let found = ticket.ranges(in: String(decoding: comments, as: UTF8.self)).map { range in
      String(decoding: comments[range], as: UTF8.self)
    }
    if found.isEmpty { count(.ticket(nil)) }
    var seen: Set<String> = []
    for text in found where seen.insert(text.lowercased()).inserted {
      let spelling = spellings[text.lowercased()] ?? text
      spellings[text.lowercased()] = spelling
      count(.ticket(spelling))
    }
  }

  /// The highest first, of equal ones by their filter.
  var frequencies: Frequencies {
    let beginnings = beginnings
    let all = counts.map { key, count in
      var isBeginning = false
      if case .ticket(let text?) = key { isBeginning = beginnings.contains(text.lowercased()) }
      return Frequency(key: key, count: count, filter: key.filter(ticket: request.ticket, isBeginning: isBeginning))
    }.sorted { ($0.count, $1.filter) > ($1.count, $0.filter) }
    return Frequencies(all: Array(all.prefix(Frequencies.most)), others: max(0, all.count - Frequencies.most))
  }

  /// The tickets that others begin with.
  private var beginnings: Set<String> {
    let sorted = spellings.keys.sorted()
    return Set(zip(sorted, sorted.dropFirst()).filter { $1.hasPrefix($0) }.map(\.0))
  }
}
