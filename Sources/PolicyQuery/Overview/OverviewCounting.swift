import Policies
import PolicyCore
import Values

/// Counts policies for an overview, row by row.
struct OverviewCounting {
  private let request: OverviewRequest
  private let columns: PolicyColumns
  private let changed: [Int: PolicyFields]
  /// Nothing where the findings are about another list.
  private let signs: RowFindings
  private(set) var policies = 0
  private var granting: [Grant: Int] = [:]
  private var idle = 0
  private var ofAge: [Int]
  private var undated = 0
  private var counts: [String: Count] = [:]
  private var registered: [String: String] = [:]

  /// Policies of a domain, and those of them that are in danger.
  private struct Count {
    var all = 0
    var inDanger = 0
  }

  /// One of the three flags that grant something, and whether the sender is verified.
  private struct Grant: Hashable {
    let field: PolicyField
    /// Nil where the flag itself cannot be read.
    let verified: Verified?
  }

  private enum Verified: Hashable {
    case yes, no, unread
  }

  init(_ request: OverviewRequest) {
    self.request = request
    columns = request.list.table.columns
    ofAge = [Int](repeating: 0, count: Self.ages.count)
    var changed: [Int: PolicyFields] = [:]
    for operation in request.draft.draft.operations {
      guard let result = operation.result, let row = request.list.index(of: operation.id) else { continue }
      changed[row] = result
    }
    self.changed = changed
    signs = request.findings.rows.speak(of: request.list) ? request.findings.rows : RowFindings()
  }

  /// Counts a row of the list; what the draft deletes is there until it has run.
  mutating func add(_ row: Int) {
    policies += 1
    addAge(columns.moment(.created, row))
    let isInDanger = Self.isInDanger(signs.signs(ofRow: row))
    if let fields = changed[row] {
      addGrants { Self.value($0, of: fields) }
      return addDomain(NamedDomain.name(in: fields), isInDanger)
    }
    let bits = columns.bits[row]
    addGrants { bits.isUnread($0) ? nil : bits.flag($0) == true }
    guard bits.type != .ip else { return }
    let isExpression = bits.flag(.isRegex) == true
    addDomain(NamedDomain.name(in: columns.pattern(row), isExpression: isExpression), isInDanger)
  }

  /// Counts a new policy of the draft.
  mutating func add(_ policy: NewPolicy) {
    policies += 1
    addAge(Instant(rfc3339: policy.queuedAt) ?? .distantPast)
    addGrants { Self.value($0, of: policy.fields) }
    addDomain(NamedDomain.name(in: policy.fields), Self.isInDanger(signs.signs(ofOther: policy.placeholderID)))
  }

  private static func value(_ field: PolicyField, of fields: PolicyFields) -> Bool? {
    fields.unread[field] != nil ? nil : fields[field] == .flag(true)
  }

  private static func isInDanger(_ signs: RowSigns) -> Bool { signs.levels & RowSigns.bit(of: .danger) != 0 }

  // MARK: - What they grant

  private static let granting: [(field: PolicyField, word: String, key: String)] = [
    (.isTrustedSender, "trusted", "trusted"), (.isAcceptableSender, "acceptable", "accept"),
    (.isExemptRecipient, "exempt", "exempt"),
  ]

  private mutating func addGrants(_ value: (PolicyField) -> Bool?) {
    let verify = value(.verifySender)
    let verified: Verified = verify.map { $0 ? .yes : .no } ?? .unread
    var isIdle = true
    for (field, _, _) in Self.granting {
      let granted = value(field)
      guard granted != false else { continue }
      isIdle = false
      granting[Grant(field: field, verified: granted == nil ? nil : verified), default: 0] += 1
    }
    if isIdle { idle += 1 }
  }

  /// A policy counts for each flag that it has; what none has is told too, but for what cannot be read.
  var grants: Overview.Section {
    var bars: [Overview.Bar] = []
    for (field, word, key) in Self.granting {
      func count(_ verified: Verified?) -> Int { granting[Grant(field: field, verified: verified)] ?? 0 }
      // What the rules say of it by nature, whatever else there is about the policy.
      let level: FindingLevel? =
        field == .isTrustedSender ? .danger : field == .isAcceptableSender ? .warning : nil
      bars.append(
        Overview.Bar(label: "\(word), not verified", count: count(.no), filter: "\(key):yes verify:no", level: level)
      )
      bars.append(Overview.Bar(label: "\(word), verified", count: count(.yes), filter: "\(key):yes verify:yes"))
      let odd = [
        Overview.Bar(
          label: "\(word), verify cannot be read",
          count: count(.unread),
          filter: "\(key):yes -verify:yes,no",
          level: level
        ),
        Overview.Bar(label: "\(word) cannot be read", count: count(nil), filter: "-\(key):yes,no"),
      ]
      bars += odd.filter { $0.count > 0 }
    }
    if idle > 0 {
      bars.append(
        Overview.Bar(label: "nothing", count: idle, filter: "trusted:no accept:no exempt:no", level: .notice)
      )
    }
    return Overview.Section(kind: .grants, bars: bars, others: 0, whole: policies)
  }

  // MARK: - Age

  /// From the youngest; each with its shortest age in days, and the terms that stand for it.
  private static let ages: [(days: Int64, label: String, filter: String)] = [
    (0, "less than a month", "age:<1mo"), (30, "1 to 6 months", "age:>=1mo age:<6mo"),
    (180, "6 to 12 months", "age:>=6mo age:<1y"), (365, "1 to 2 years", "age:>=1y age:<2y"),
    (730, "2 years and more", "age:>=2y"),
  ]

  private mutating func addAge(_ moment: Instant) {
    guard moment != .distantPast else {
      undated += 1
      return
    }
    let (age, isTooFar) = request.now.microseconds.subtractingReportingOverflow(moment.microseconds)
    // What lies further apart than can be reckoned was made long ago, or will be.
    let days = isTooFar ? (moment < request.now ? Int64.max : 0) : age / (24 * 3_600_000_000)
    ofAge[Self.ages.lastIndex { days >= $0.days } ?? 0] += 1
  }

  var ages: Overview.Section {
    var bars = zip(Self.ages, ofAge).map { Overview.Bar(label: $0.label, count: $1, filter: $0.filter) }
    if undated > 0 {
      bars.append(Overview.Bar(label: "not told", count: undated, filter: "-age:<1mo -age:>=0h"))
    }
    return Overview.Section(kind: .ages, bars: bars, others: 0, whole: policies)
  }

  // MARK: - Domains

  private mutating func addDomain(_ name: String?, _ isInDanger: Bool) {
    guard let name else { return }
    let domain = registered[name] ?? NamedDomain.registered(name)
    registered[name] = domain
    counts[domain, default: Count()].all += 1
    if isInDanger { counts[domain, default: Count()].inDanger += 1 }
  }

  func domains(_ kind: Overview.Section.Kind) -> Overview.Section {
    let isDanger = kind == .dangerDomains
    let bars = counts.compactMap { name, count -> Overview.Bar? in
      let number = isDanger ? count.inDanger : count.all
      guard number > 0 else { return nil }
      let filter = FrequencyKey.domain(name).filter(ticket: nil)
      return Overview.Bar(
        label: name,
        count: number,
        filter: isDanger ? "\(filter) finding:danger" : filter,
        level: isDanger ? .danger : nil
      )
    }
    return Overview.Section(kind, bars, of: policies)
  }
}
