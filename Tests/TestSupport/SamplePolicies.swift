package import Foundation
package import PolicyCore
package import Policies

extension AllowPolicy {
  /// A sane policy to start an example from: an acceptable sender whose authentication is verified.
  package static func sample(
    _ id: String = "p1",
    pattern: String = "billing@partner.example",
    type: PatternType? = .email,
    trusted: Bool? = false,
    acceptable: Bool? = true,
    exempt: Bool? = false,
    verify: Bool? = true,
    comments: String? = nil
  ) -> AllowPolicy {
    AllowPolicy(
      id: PolicyID(id),
      fields: PolicyFields(
        pattern: pattern,
        patternType: type,
        isRegex: false,
        isTrustedSender: trusted,
        isAcceptableSender: acceptable,
        isExemptRecipient: exempt,
        verifySender: verify,
        comments: comments
      ),
      createdAt: "2025-01-02T03:04:05Z",
      modifiedAt: "2025-01-02T03:04:05Z",
      lastModified: "2025-01-02T03:04:05Z"
    )
  }

  /// Any policy that a server might send: fields missing, unknown types, odd texts and contradicting flags included.
  package static func random(
    id: String,
    using generator: inout some RandomNumberGenerator
  ) -> AllowPolicy {
    let stamps = [nil, "2025-01-02T03:04:05Z", "2026-03-04T05:06:07.890123Z"]
    var policy = AllowPolicy(
      id: PolicyID(id),
      fields: .random(using: &generator),
      createdAt: stamps.randomElement(using: &generator) ?? nil,
      modifiedAt: stamps.randomElement(using: &generator) ?? nil,
      lastModified: stamps.randomElement(using: &generator) ?? nil
    )
    if let trusted = policy.fields.isTrustedSender, Int.random(in: 0..<8, using: &generator) == 0 {
      policy.deprecatedFlags = DeprecatedFlags(isSender: !trusted)
    }
    return policy
  }
}

extension AllowPolicy {
  /// The same with some fields that cannot be read.
  package func odd(using generator: inout some RandomNumberGenerator) -> AllowPolicy {
    var policy = self
    policy.deprecatedFlags = nil
    for field in PolicyField.allCases where Int.random(in: 0..<3, using: &generator) == 0 {
      policy.fields[field] = nil
      policy.fields.unread[field] = ["the number 1", "an array", "the text \"true\""].randomElement(using: &generator)
    }
    return policy
  }
}

extension PolicyFields {
  /// Any fields, each of which may be missing.
  package static func random(using generator: inout some RandomNumberGenerator) -> PolicyFields {
    let texts = [nil, "", "a@b.example", #".*@b\.example"#, "2001:db8::/32", "Zoë ☂️ \u{0}\n\"/\\", "日本.example"]
    let types: [PatternType?] = [nil, .email, .domain, .ip, .unknown, PatternType(rawValue: "HASH")]
    let flags: [Bool?] = [nil, true, false]
    return PolicyFields(
      pattern: texts.randomElement(using: &generator) ?? nil,
      patternType: types.randomElement(using: &generator) ?? nil,
      isRegex: flags.randomElement(using: &generator) ?? nil,
      isTrustedSender: flags.randomElement(using: &generator) ?? nil,
      isAcceptableSender: flags.randomElement(using: &generator) ?? nil,
      isExemptRecipient: flags.randomElement(using: &generator) ?? nil,
      verifySender: flags.randomElement(using: &generator) ?? nil,
      comments: texts.randomElement(using: &generator) ?? nil
    )
  }
}

extension PolicyListing {
  package init(policies: [AllowPolicy], isComplete: Bool, stopped: String? = nil, leftOut: Int = 0) {
    self.init(policies: PolicyTable(policies), isComplete: isComplete, stopped: stopped, leftOut: leftOut)
  }
}

extension LoadProgress {
  package init(arrived: [AllowPolicy], loaded: Int, total: Int?) {
    self.init(arrived: PolicyTable(arrived), loaded: loaded, total: total)
  }
}

extension CachedPolicies {
  package init(policies: [AllowPolicy], loadedAt: Date) {
    self.init(policies: PolicyTable(policies), loadedAt: loadedAt)
  }
}

extension CachedPolicies {
  package var all: [AllowPolicy] { Array(policies) }
}

extension PolicyListing {
  package var all: [AllowPolicy] { Array(policies) }
}
