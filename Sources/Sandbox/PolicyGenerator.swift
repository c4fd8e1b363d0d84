/// Makes varied, lifelike policies; the same seed gives the same ones, ids and times included.
///
/// A longer run begins with the policies of a shorter one.
struct PolicyGenerator: Sendable {
  private var random: SeededRandom
  private var patterns = PatternGenerator()
  /// What was made lately, to be made once more now and then: lists that people keep have duplicates.
  private var recent: [PolicyRecord] = []
  private var made = 0

  /// The latest time that a generated policy can carry: 2026-11-20T00:00:00Z.
  ///
  /// It is fixed, so that runs can be compared.
  static let newest: Int64 = 1_795_132_800 * Timestamp.microsPerSecond
  private static let oldestAge = 1_500 * 86_400
  private static let remembered = 32

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  /// Makes the next policy.
  mutating func next() -> PolicyRecord {
    let createdMicros = creationTime()
    var policy = PolicyRecord(
      id: random.uuid(),
      pattern: "",
      patternType: "EMAIL",
      createdAt: time(createdMicros),
      createdMicros: createdMicros
    )
    choosePattern(&policy)
    chooseFlags(&policy)
    policy.comments = comments()
    chooseChangeTimes(&policy)
    remember(policy)
    return policy
  }

  // MARK: - Pattern

  private mutating func choosePattern(_ policy: inout PolicyRecord) {
    if !recent.isEmpty, random.chance(80) {
      let twin = random.pick(recent)
      policy.pattern = twin.pattern
      policy.patternType = twin.patternType
      policy.isRegex = twin.isRegex
      return
    }
    let kind = random.below(1000)
    policy.patternType =
      switch kind {
      case 0..<530: "EMAIL"
      case 530..<840: "DOMAIN"
      case 840..<985: "IP"
      default: "UNKNOWN"
      }
    policy.isRegex = policy.patternType != "IP" && random.chance(1100)
    if policy.isRegex {
      policy.pattern = patterns.regex(&random)
    } else if policy.patternType == "IP" {
      policy.pattern = patterns.network(&random)
    } else if policy.patternType == "DOMAIN" {
      policy.pattern = patterns.domain(&random)
    } else {
      policy.isExemptRecipient = random.chance(1500)
      policy.pattern = patterns.email(&random, isMailbox: policy.isExemptRecipient)
    }
  }

  private mutating func remember(_ policy: PolicyRecord) {
    if recent.count < Self.remembered {
      recent.append(policy)
    } else {
      recent[made % Self.remembered] = policy
    }
    made += 1
  }

  // MARK: - Flags

  private mutating func chooseFlags(_ policy: inout PolicyRecord) {
    let choice = random.below(1000)
    if policy.isExemptRecipient {
      policy.isAcceptableSender = choice < 20
    } else {
      switch choice {
      case 0..<770: policy.isAcceptableSender = true
      case 770..<870: policy.isTrustedSender = true
      case 870..<900: policy.isExemptRecipient = true
      case 900..<925:
        policy.isTrustedSender = true
        policy.isAcceptableSender = true
      case 925..<935:
        policy.isTrustedSender = true
        policy.isExemptRecipient = true
      default: break
      }
    }
    policy.verifySender = random.chance(policy.isTrustedSender ? 7500 : 5500)
  }

  // MARK: - Comments

  private mutating func comments() -> String? {
    let choice = random.below(100)
    if choice < 24 { return nil }
    if choice < 32 { return "" }
    var text = random.pick(Vocabulary.remarks)
    if let slot = text.firstIndex(of: "%") {
      text.replaceSubrange(slot...text.index(after: slot), with: random.pick(Vocabulary.stems))
    }
    if random.chance(2500) { text += ", " + random.pick(Vocabulary.tickets) + String(1000 + random.below(9000)) }
    if random.chance(700) {
      text += " expires:2026-" + padded(1 + random.below(12)) + "-" + padded(1 + random.below(28))
    } else if random.chance(150) {
      text += " expires:2027-03-31"
    }
    if random.chance(60) { text = String(repeating: text + "; ", count: 1 + 600 / (text.count + 2)) }
    return text
  }

  // MARK: - Times

  /// More policies are young than old: the smaller of two draws.
  private mutating func creationTime() -> Int64 {
    let age = min(random.below(Self.oldestAge), random.below(Self.oldestAge))
    return Self.newest - Int64(age) * Timestamp.microsPerSecond - Int64(random.below(1_000_000))
  }

  private mutating func chooseChangeTimes(_ policy: inout PolicyRecord) {
    var changed = policy.createdAt
    if random.chance(6000) {
      let span = max(1, Int((Self.newest - policy.createdMicros) / Timestamp.microsPerSecond))
      changed = time(policy.createdMicros + Int64(1 + random.below(span)) * Timestamp.microsPerSecond)
    }
    // Entries from before a field was introduced, or after it was retired, lack one of the two.
    let choice = random.below(100)
    policy.modifiedAt = choice < 4 ? nil : changed
    policy.lastModified = choice == 99 ? nil : changed
  }

  private mutating func time(_ micros: Int64) -> String {
    let digits =
      switch random.below(100) {
      case 0..<42: 0
      case 42..<78: 6
      case 78..<92: 3
      default: 1 + random.below(5)
      }
    return Timestamp.text(micros, fractionDigits: digits)
  }

  private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
