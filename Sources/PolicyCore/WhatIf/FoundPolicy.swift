import Languages
import Mail
import Patterns
import Policies

/// A policy that matches a message, or may, with the texts by which it does.
struct FoundPolicy {
  let policy: AllowPolicy
  let grants: Grants
  private(set) var texts: [FoundText] = []
  /// Why it is not known what it matches; nil where it is known.
  private var unknown: String?

  struct FoundText {
    let text: MessageText
    var readings: ReadingSet
    var undecided: ReadingSet
    var reason: String?
  }

  init(_ policy: AllowPolicy, _ grants: Grants) {
    self.policy = policy
    self.grants = grants
  }

  /// A policy of which it is not known what it matches; nil where it has nothing to do with these texts.
  init?(unknown policy: AllowPolicy, _ texts: [MessageText]) {
    self.init(policy, Grants(policy.fields))
    guard Self.isNear(policy.fields, texts) else { return nil }
    let isOfUnknownType = PatternKind(policy.fields.patternType) == nil
    unknown = isOfUnknownType ? "What a policy of its type matches is not known." : "What it matches cannot be read."
    self.texts = texts.map { FoundText(text: $0, readings: .none, undecided: .all) }
  }

  private static func isNear(_ fields: PolicyFields, _ texts: [MessageText]) -> Bool {
    fields.pattern == nil || texts.contains { isNear(fields, $0.text) }
  }

  /// Whether the pattern is part of a text, or matches it as an expression; what cannot be told may be.
  static func isNear(_ fields: PolicyFields, _ text: MatchedText) -> Bool {
    guard let pattern = fields.pattern else { return true }
    if text.text.lowercased().contains(pattern.lowercased()) { return true }
    guard fields.mayBeOn(.isRegex) else { return false }
    do throws(ExpressionFailure) {
      return try LanguageCache.language(of: pattern, .anywhere(caseless: true)).contains(text.text)
    } catch .undecided {
      return true
    } catch {
      return false
    }
  }

  mutating func add(_ text: MessageText, _ match: TextMatch) {
    if let place = texts.firstIndex(where: { $0.text.text == text.text }) {
      texts[place].readings.formUnion(match.readings)
      texts[place].undecided.formUnion(match.undecided)
      texts[place].reason = texts[place].reason ?? match.reason
    } else {
      texts.append(
        FoundText(text: text, readings: match.readings, undecided: match.undecided, reason: match.reason)
      )
    }
  }

  /// What it grants by the texts that it matches; where it grants nothing by them, what it would by others.
  private var level: Bypass {
    let levels = granting.map { grants.level(for: $0.text.text.kind) }
    return (levels.isEmpty ? MatchedText.Kind.allCases.map(grants.level(for:)) : levels).max() ?? .none
  }

  /// The texts by which it grants something.
  private var granting: [FoundText] { texts.filter { grants.level(for: $0.text.text.kind) > .none } }

  /// What it certainly grants in a reading and a case, and what it may.
  func levels(inReadingAt place: Int, _ mail: Outcomes.Mail) -> (certain: Bypass, possible: Bypass) {
    var (certain, possible) = (Bypass.none, Bypass.none)
    for found in granting where mail.heeds(found.text.text.kind, isVerified: policy.fields.verifySender == true) {
      let level = grants.level(for: found.text.text.kind)
      let matches = found.readings.contains(place: place)
      guard matches || found.undecided.contains(place: place) else { continue }
      possible = max(possible, level)
      if matches, !grants.contains(.uncertain), !isUndocumented(found) { certain = max(certain, level) }
    }
    return (certain, possible)
  }

  /// Whether it counts only as an exempt recipient, which an IP address is not.
  private func isUndocumented(_ found: FoundText) -> Bool {
    found.text.text.kind == .ip && grants.contains(.recipientVerified) && !grants.contains(.trustedVerified)
  }

  // MARK: - For people

  /// `first` is the reading that is named where several are to be.
  func match(of message: MailMessage, _ first: ServerReading) -> WhatIfMatch {
    WhatIfMatch(
      id: policy.id,
      pattern: policy.fields.shownPattern,
      grants: level,
      honoured: honoured(message),
      why: sentences(message, first).joined(separator: " ")
    )
  }

  private func honoured(_ message: MailMessage) -> Bool? {
    guard level > .none, !granting.isEmpty else { return false }
    let levels = Outcomes.Mail.all(of: message).flatMap { mail in
      ReadingSet.readings.indices.map { self.levels(inReadingAt: $0, mail) }
    }
    if levels.allSatisfy({ $0.possible == .none }) { return false }
    return levels.allSatisfy { $0.certain > .none } ? true : nil
  }

  private func sentences(_ message: MailMessage, _ first: ServerReading) -> [String] {
    if level == .none { return matching(texts, first) + ["None of its flags is on, so it grants nothing."] }
    if granting.isEmpty {
      let isForRecipients = texts.allSatisfy { $0.text.text.kind != .recipient }
      return matching(texts, first) + [
        isForRecipients ? "It exempts recipients, and matches none." : "It is about senders, and matches none."
      ]
    }
    var sentences = unknown.map { [$0] } ?? matching(granting, first)
    if granting.contains(where: isUndocumented) {
      sentences.append("What an exempt recipient is where the pattern is an IP address is not documented.")
    }
    return sentences + authentication(message)
  }

  /// By which texts it matches, and in which readings.
  private func matching(_ texts: [FoundText], _ first: ServerReading) -> [String] {
    let shown = texts.prefix(3).map { found in
      let place = found.text.fields.map(\.words).joined(separator: " and ")
      let text = found.text.text.text.isEmpty ? "<>, the null sender" : found.text.text.text
      if found.readings.isEmpty {
        return
          "Whether it matches \(place) (\(text)) is undecided: the expression has \(found.reason ?? "an unknown construct")."
      }
      let condition = found.readings.union(found.undecided).condition(first: first)
      let open = found.undecided.isEmpty ? "" : " In another reading that is undecided: it has \(found.reason ?? "")."
      return "It matches \(place) (\(text))"
        + (condition.map { " only if \($0), which is not documented" } ?? "") + ".\(open)"
    }
    return texts.count > 3 ? shown + ["It matches \(texts.count - 3) more of its texts."] : shown
  }

  private func authentication(_ message: MailMessage) -> [String] {
    if grants.contains(.uncertain) { return ["A field of it cannot be read, so what it does is not known."] }
    guard policy.fields.verifySender == true else { return [] }
    switch message.passesAuthentication {
    case .given(true): return ["It wants mail that passes authentication, and this does."]
    case .given(false):
      let isForRecipient = granting.contains { $0.text.text.kind == .recipient }
      return ["It wants mail that passes authentication, and this fails it."]
        + (isForRecipient ? ["Whether that counts for an exempt recipient is not documented."] : [])
    case .notGiven: return ["It wants mail that passes authentication; whether this does is not given."]
    case .untold(let reason):
      return ["It wants mail that passes authentication; whether this does cannot be told. \(reason)"]
    }
  }
}
