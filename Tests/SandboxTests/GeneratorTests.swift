import Testing

@testable import Sandbox

@Suite("The generator")
struct GeneratorTests {
  private func make(_ count: Int, seed: UInt64) -> [PolicyRecord] {
    var generator = PolicyGenerator(seed: seed)
    return (0..<count).map { _ in generator.next() }
  }

  @Test("gives the same policies for a seed, in every run and in every release")
  func reproducible() {
    let policies = make(2_000, seed: 42).map { $0.rendered() }
    #expect(policies == make(2_000, seed: 42).map { $0.rendered() })
    #expect(Array(policies.prefix(500)) == make(500, seed: 42).map { $0.rendered() })
    #expect(policies != make(2_000, seed: 43).map { $0.rendered() })
    // FNV-1a over all bytes: a change of the generator changes what people see, and has to be meant.
    let hash = policies.joined().utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    #expect(String(hash, radix: 16) == "817992434dbb739a")
  }

  @Test("follows SplitMix64")
  func splitMix() {
    var random = SeededRandom(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
      16_408_922_859_458_223_821,
    ]
    #expect((0..<5).map { _ in random.next() } == expected)
  }

  @Test("makes what real lists hold, in every kind", arguments: [1, 2, 3] as [UInt64])
  func variety(seed: UInt64) {
    let policies = make(4_000, seed: seed)
    func share(_ condition: (PolicyRecord) -> Bool) -> Double {
      Double(policies.count(where: condition)) / Double(policies.count)
    }
    for type in ["EMAIL", "DOMAIN", "IP"] { #expect(share { $0.patternType == type } > 0.1, "\(type)") }
    #expect((0.001...0.04).contains(share { $0.patternType == "UNKNOWN" }))
    #expect((0.03...0.25).contains(share(\.isTrustedSender)))
    #expect(share(\.isAcceptableSender) > 0.4)
    #expect(share(\.isExemptRecipient) > 0.03)
    #expect((0.4...0.8).contains(share(\.verifySender)))
    #expect((0.03...0.2).contains(share(\.isRegex)))
    #expect(share { $0.isRegex && $0.pattern.hasPrefix(".*@") && !$0.pattern.contains("\\.") } > 0.005)
    #expect(share { $0.patternType == "IP" && $0.pattern.contains(":") } > 0.005)
    #expect(share { $0.patternType == "IP" && $0.pattern.contains("/") } > 0.02)
    #expect(share { $0.comments == nil } > 0.1)
    #expect(share { $0.comments == "" } > 0.02)
    #expect(share { $0.comments?.contains("expires:2026-") == true } > 0.02)
    #expect(share { $0.comments?.unicodeScalars.contains { $0.value > 0x2E80 } == true } > 0.02)
    #expect(share { $0.modifiedAt == nil } > 0.01)
    #expect(share { $0.lastModified == nil } > 0.001)
    #expect(share { $0.modifiedAt == nil && $0.lastModified == nil } == 0)
    let triples = policies.map { "\($0.pattern) \($0.patternType) \($0.isRegex)" }
    #expect(Set(triples).count < triples.count, "some are duplicates")
    #expect(Double(Set(triples).count) > 0.8 * Double(triples.count), "most are not")
    let domains = Set(policies.filter { $0.patternType == "DOMAIN" && !$0.isRegex }.map(\.pattern))
    let isShadowed = { (policy: PolicyRecord) in
      policy.patternType == "EMAIL"
        && policy.pattern.split(separator: "@").last.map { domains.contains(String($0)) } == true
    }
    #expect(share(isShadowed) > 0.01)
  }

  @Test("keeps to the limits of the API, and to times before its epoch")
  func limits() {
    for policy in make(4_000, seed: 9) {
      #expect(Contract.patternLength.contains(policy.pattern.unicodeScalars.count))
      #expect((policy.comments?.unicodeScalars.count ?? 0) <= Contract.commentsLength)
      #expect(policy.createdMicros <= PolicyGenerator.newest)
      for time in [policy.createdAt, policy.lastModified, policy.modifiedAt].compactMap(\.self) {
        #expect(Timestamp.isWellFormed(time))
        #expect(time < "2026-11-20T00:00:01")
      }
      if policy.patternType == "IP" { #expect(AddressRules.objection(to: policy.pattern) == nil, "\(policy.pattern)") }
    }
  }

  @Test("gives every policy an id of its own, in the form of a UUID")
  func ids() {
    let ids = make(5_000, seed: 5).map(\.id)
    #expect(Set(ids).count == ids.count)
    let form = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
    #expect(ids.allSatisfy { $0.wholeMatch(of: form) != nil })
  }
}
