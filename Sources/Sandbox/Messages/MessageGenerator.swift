/// Makes lifelike messages; the same seed and the same policies give the same ones, each by its day and number.
///
/// A day has so many messages, spread over its hours, and each can be made without those before it: a search over a
/// million of them keeps none.
struct MessageGenerator: Sendable {
  let seed: UInt64
  /// About so many in thirty days.
  let messages: Int
  /// The policies that mail comes by; some policies are left out on purpose, so that nobody uses them.
  private let allowed: [AllowedSender]
  /// The one that lets phishing through.
  private let hole: AllowedSender?

  static let days: Int64 = 30
  static let microsPerDay: Int64 = 86_400 * Timestamp.microsPerSecond
  /// Every so many-th policy is one that nobody uses.
  static let unusedEvery = 7

  init(seed: UInt64, messages: Int, policies: [PolicyRecord]) {
    self.seed = seed
    self.messages = messages
    let usable = policies.compactMap(AllowedSender.init)
    allowed = usable.enumerated().filter { $0.offset % Self.unusedEvery != Self.unusedEvery - 1 }.map(\.element)
    hole = allowed.first { $0.isTrusted && !$0.isVerified }
  }

  /// How many messages a day has, counted from 1970: fewer at the weekend.
  func count(ofDay day: Int64) -> Int {
    let isWeekend = (day + 3) % 7 >= 5
    // Of seven days two have two fifths of the mail.
    let perDay = Double(max(0, messages)) * 7 / (Double(Self.days) * 5.8)
    return Int((perDay * (isWeekend ? 0.4 : 1)).rounded())
  }

  /// When a message was scanned, in microseconds since 1970; later numbers are later.
  func time(ofDay day: Int64, _ number: Int) -> Int64 {
    let step = Self.microsPerDay / Int64(max(1, count(ofDay: day)))
    return day * Self.microsPerDay + Int64(number) * step + step / 2
  }

  /// Makes a message of a day; numbers count from zero.
  func message(ofDay day: Int64, _ number: Int) -> MessageRecord {
    // Now and then a message is seen once more, by the journal.
    if number > 0, number % 151 == 150 {
      var copy = made(day, number - 1)
      var random = random(day, number)
      copy.id = random.uuid()
      copy.deliveryMode = "JOURNAL"
      copy.scannedMicros = time(ofDay: day, number)
      return copy
    }
    return made(day, number)
  }

  private func random(_ day: Int64, _ number: Int) -> SeededRandom {
    var mixed = SeededRandom(seed: seed ^ UInt64(bitPattern: day) &* 0x9E37_79B9_7F4A_7C15)
    return SeededRandom(seed: mixed.next() &+ UInt64(number) &* 0xD6E8_FEB8_6659_FD93)
  }

  private func made(_ day: Int64, _ number: Int) -> MessageRecord {
    var random = random(day, number)
    let id = random.uuid()
    var message = MessageRecord(
      id: id,
      messageID: "<\(id.prefix(18))@mx.\(MessageVocabulary.ownDomain)>",
      scannedMicros: time(ofDay: day, number),
      recipients: [recipient(&random)],
      validation: nil,
      verdict: "NONE",
      subject: ""
    )
    if random.chance(900) { message.recipients.append(recipient(&random)) }
    let choice = random.below(1000)
    if choice >= 676, !allowed.isEmpty {
      // Some policies let through much, most of them little.
      let place = min(random.below(allowed.count), random.below(allowed.count))
      if let hole, random.chance(150) {
        letThrough(&message, by: hole, &random)
        makePhishing(&message, &random)
      } else {
        letThrough(&message, by: allowed[place], &random)
      }
    } else {
      fill(&message, choice, &random)
    }
    makeOdd(&message, &random)
    return message
  }

  // MARK: - Mail that no policy knows

  private func fill(_ message: inout MessageRecord, _ choice: Int, _ random: inout SeededRandom) {
    let domain = strange(&random)
    setSender(&message, sender(at: domain, &random), domain, &random)
    setIP(&message, address(&random), &random)
    message.verdict =
      switch choice {
      case 430..<560: "BULK"
      case 560..<610: "SPAM"
      case 610..<640: "SPOOF"
      case 640..<660: "SUSPICIOUS"
      case 660..<672: "MALICIOUS"
      default: "NONE"
      }
    setValidation(
      &message,
      passes: ["NONE", "BULK"].contains(message.verdict) ? !random.chance(800) : random.chance(3000)
    )
    setWords(&message, &random)
    // Bounces have no sender in the envelope.
    if choice >= 672 { message.envelopeFrom = "" }
  }

  private func makePhishing(_ message: inout MessageRecord, _ random: inout SeededRandom) {
    message.verdict = "MALICIOUS"
    setValidation(&message, passes: false)
    setWords(&message, &random)
  }

  /// A vendor of whom there is no policy: of those that have one, none has so high a number.
  private func strange(_ random: inout SeededRandom) -> String {
    random.pick(Vocabulary.stems) + random.pick(Vocabulary.trades) + String(1000 + random.below(9000)) + "."
      + random.pick(Vocabulary.suffixes)
  }

  // MARK: - Mail that a policy lets through

  private func letThrough(_ message: inout MessageRecord, by policy: AllowedSender, _ random: inout SeededRandom) {
    message.allowance = MessageRecord.Allowance(
      pattern: policy.pattern,
      type: policy.type,
      isLegacy: random.chance(250)
    )
    var ip = address(&random)
    let stranger = strange(&random)
    switch policy.target {
    case .sender(let address):
      let domain = address.split(separator: "@").last.map(String.init) ?? stranger
      setSender(&message, address, domain, &random)
    case .domain(let domain):
      let below = random.chance(2000) ? random.pick(Vocabulary.subdomains) + "." + domain : domain
      setSender(&message, sender(at: below, &random), below, &random)
    case .recipient(let address):
      message.recipients = [address]
      setSender(&message, sender(at: stranger, &random), stranger, &random)
    case .recipientDomain(let domain):
      message.recipients = [random.pick(Vocabulary.mailboxes) + "@" + domain]
      setSender(&message, sender(at: stranger, &random), stranger, &random)
    case .network(let first, let size):
      ip = Self.text(ofAddress: first + UInt32(random.below(Int(min(size, 65_536)))))
      setSender(&message, sender(at: stranger, &random), stranger, &random)
    }
    setIP(&message, ip, &random)
    message.verdict = verdict(ofType: policy.type, &random)
    let passes = policy.isVerified || (message.verdict != "SPOOF" && random.chance(7000))
    if passes, message.verdict == "SPOOF" { message.verdict = "BULK" }
    setValidation(&message, passes: passes)
    setWords(&message, &random)
  }

  private func verdict(ofType type: String, _ random: inout SeededRandom) -> String {
    let choice = random.below(100)
    return switch type {
    case "allowed_recipient": choice < 30 ? "NONE" : choice < 60 ? "SPAM" : choice < 85 ? "MALICIOUS" : "BULK"
    case "allowed_sender": choice < 80 ? "NONE" : choice < 92 ? "BULK" : choice < 97 ? "SPAM" : "SUSPICIOUS"
    default: choice < 55 ? "NONE" : choice < 85 ? "BULK" : choice < 93 ? "SPAM" : "SPOOF"
    }
  }

  // MARK: - Parts

  private func recipient(_ random: inout SeededRandom) -> String {
    random.pick(Vocabulary.firstNames) + "." + random.pick(Vocabulary.lastNames) + "@" + MessageVocabulary.ownDomain
  }

  private func sender(at domain: String, _ random: inout SeededRandom) -> String {
    random.pick(Vocabulary.senders) + "@" + domain
  }

  private func setSender(
    _ message: inout MessageRecord,
    _ address: String,
    _ domain: String,
    _ random: inout SeededRandom
  ) {
    message.from = address
    message.envelopeFrom = address
    if random.chance(3000) { message.envelopeFrom = "bounce+\(random.below(1_000_000))@\(domain)" }
    if random.chance(1500) { message.replyTo = random.pick(Vocabulary.senders) + "@" + domain }
    if random.chance(6000) { message.fromName = random.pick(MessageVocabulary.names) }
  }

  private func setIP(_ message: inout MessageRecord, _ address: String, _ random: inout SeededRandom) {
    message.heloIP = address
    message.previousHopIP = address
    if random.chance(2000) { message.originatingIP = self.address(&random) }
  }

  /// From the ranges that are kept for documentation and benchmarks.
  private func address(_ random: inout SeededRandom) -> String {
    if random.chance(600) { return "2001:db8:\(String(random.below(4096), radix: 16))::25" }
    return Self.text(ofAddress: 198 << 24 | UInt32(18 + random.below(2)) << 16 | UInt32(random.below(65_536)))
  }

  private static func text(ofAddress bits: UInt32) -> String {
    [24, 16, 8, 0].map { String(bits >> UInt32($0) & 0xFF) }.joined(separator: ".")
  }

  private func setValidation(_ message: inout MessageRecord, passes: Bool) {
    message.validation =
      passes
      ? MessageRecord.Validation(dmarc: "pass", spf: "pass", dkim: "none")
      : MessageRecord.Validation(dmarc: "fail", spf: "neutral", dkim: "none")
  }

  private func setWords(_ message: inout MessageRecord, _ random: inout SeededRandom) {
    switch message.verdict {
    case "NONE": message.subject = random.pick(MessageVocabulary.subjects)
    case "BULK": message.subject = random.pick(MessageVocabulary.bulkSubjects)
    default: message.subject = random.pick(MessageVocabulary.badSubjects)
    }
    message.reasons = message.verdict == "NONE" ? [] : [random.pick(MessageVocabulary.reasons)]
  }

  /// Takes away what an answer may leave out.
  private func makeOdd(_ message: inout MessageRecord, _ random: inout SeededRandom) {
    switch random.below(400) {
    case 0: message.validation = nil
    case 1: message.validation?.dmarc = nil
    case 2: message.validation = message.allowance == nil ? MessageRecord.Validation(spf: "error") : message.validation
    case 3: message.envelopeFrom = nil
    case 4: if message.allowance == nil { message.from = nil }
    case 5: message.from = message.from.map { "\"\(random.pick(["Desk", "Büro"]))\" <\($0)>" }
    default: break
    }
  }
}
