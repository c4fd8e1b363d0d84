/// The account of the demonstration: the mail defences of a company with 240 policies.
///
/// Almost all of them are as they should be. A few are not, and each of these has a story that its comment tells. Times
/// count from the day on which it is made, so that what is old or expired is so whenever somebody looks.
struct DemoAccount {
  /// How many policies it has.
  static let count = 240

  private var random = SeededRandom(seed: 0x0504_5354)
  /// The beginning of the day, in microseconds since 1970.
  private let today: Int64
  private var policies: [PolicyRecord] = []

  private static let microsPerDay = 86_400 * Timestamp.microsPerSecond

  /// The policies, the same for every time of one day.
  static func policies(at now: Int64) -> [PolicyRecord] {
    var account = DemoAccount(today: now - now % microsPerDay)
    account.addStories()
    account.addSuppliers()
    return account.policies
  }

  private init(today: Int64) { self.today = today }

  // MARK: - Stories

  private mutating func addStories() {
    for story in DemoStories.all {
      add(
        story.pattern,
        story.type,
        story.flags,
        comment: story.comment.replacing("{", with: "expires:", ofDay: story.expires.map(day)),
        created: story.created,
        changed: story.changed
      )
    }
  }

  // MARK: - Suppliers

  /// Each supplier has a few policies that fit together: none covers another, and all were looked at within the year.
  private mutating func addSuppliers() {
    var supplier = 0
    while policies.count < Self.count {
      let name = DemoSuppliers.names[supplier % DemoSuppliers.names.count]
      let work = DemoSuppliers.works[supplier % DemoSuppliers.works.count]
      let round = supplier / DemoSuppliers.names.count
      let domain =
        name + (round == 0 ? "" : DemoSuppliers.offices[(round - 1) % DemoSuppliers.offices.count]) + work.domain
      add(supplier: domain, work, number: supplier)
      supplier += 1
    }
    policies.removeLast(policies.count - Self.count)
  }

  private mutating func add(supplier domain: String, _ work: DemoSuppliers.Work, number: Int) {
    switch number % 9 {
    case 0, 5:
      addSupplied("mail." + domain, "DOMAIN", "av", work)
    case 3:
      addSupplied("192.0.2.\(10 + number % 240)", "IP", "a", work)
    case 7 where number < 60:
      let escaped = domain.split(separator: ".").joined(separator: "\\.")
      addSupplied("^(\(work.senders.prefix(2).joined(separator: "|")))@\(escaped)$", "EMAIL", "avr", work)
    default:
      for sender in work.senders.prefix(1 + random.below(work.senders.count)) {
        addSupplied(sender + "@" + domain, "EMAIL", "av", work)
      }
    }
  }

  private mutating func addSupplied(_ pattern: String, _ type: String, _ flags: String, _ work: DemoSuppliers.Work) {
    let ticket = "\(random.pick(["SEC-", "CHG-"]))\(1000 + random.below(8000))"
    let person = random.pick(DemoSuppliers.people)
    let comment =
      switch random.below(4) {
      case 0: "\(work.reason) (\(person), \(ticket))"
      case 1: "\(ticket): \(work.reason)"
      case 2: "\(work.reason), asked for by \(person)"
      default: "\(work.reason). Looked at with \(person) \(ticket)"
      }
    let created = 40 + random.below(900)
    add(pattern, type, flags, comment: comment, created: created, changed: min(created, 5 + random.below(300)))
  }

  // MARK: - Records

  /// Adds a policy; times in days before today.
  private mutating func add(
    _ pattern: String,
    _ type: String,
    _ flags: String,
    comment: String,
    created: Int,
    changed: Int
  ) {
    // Within the working day, and never two at one time.
    let second = Int64(8 * 3600 + random.below(9 * 3600))
    let createdMicros = today - Int64(created) * Self.microsPerDay + second * Timestamp.microsPerSecond
    let changedMicros = max(createdMicros, createdMicros + Int64(created - changed) * Self.microsPerDay)
    let changedAt = Timestamp.text(changedMicros, fractionDigits: 0)
    policies.append(
      PolicyRecord(
        id: random.uuid(),
        pattern: pattern,
        patternType: type,
        isRegex: flags.contains("r"),
        isTrustedSender: flags.contains("t"),
        isAcceptableSender: flags.contains("a"),
        isExemptRecipient: flags.contains("x"),
        verifySender: flags.contains("v"),
        comments: comment,
        createdAt: Timestamp.text(createdMicros, fractionDigits: 0),
        lastModified: changedAt,
        modifiedAt: changedAt,
        createdMicros: createdMicros
      )
    )
  }

  /// A date so many days before today, as `2026-01-31`.
  private func day(_ daysAgo: Int) -> String {
    String(Timestamp.text(today - Int64(daysAgo) * Self.microsPerDay).prefix(10))
  }
}

extension String {
  /// Puts a tag and a date where a mark stands.
  fileprivate func replacing(_ mark: Character, with tag: String, ofDay day: String?) -> String {
    guard let place = firstIndex(of: mark), let day else { return self }
    return self[..<place] + tag + day + self[index(after: place)...]
  }
}
