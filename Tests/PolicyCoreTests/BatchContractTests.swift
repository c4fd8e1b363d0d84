import JSONText
import Foundation
import PolicyCore
import TestSupport
import Testing
import Policies

/// The fields of one array of the batch request, as the endpoint's documentation lists them.
private struct ArrayContract {
  var required: [String: JSONType]
  var optional: [String: JSONType]

  enum JSONType {
    case string
    case boolean

    func isType(of value: Any) -> Bool {
      switch self {
      case .string: value is String
      case .boolean: value is Bool
      }
    }
  }

  /// What a client may never send: past its end of life.
  static let deprecated: Set = ["is_recipient", "is_sender", "is_spoof"]
  /// What the server owns, which the lean form leaves out.
  static let serverOwned: Set = ["created_at", "last_modified", "modified_at"]

  static let all: [String: ArrayContract] = [
    "deletes": ArrayContract(required: ["id": .string], optional: [:]),
    "patches": ArrayContract(
      required: ["id": .string, "created_at": .string, "last_modified": .string],
      optional: [
        "modified_at": .string, "pattern": .string, "pattern_type": .string, "is_regex": .boolean,
        "is_trusted_sender": .boolean, "is_acceptable_sender": .boolean, "is_exempt_recipient": .boolean,
        "verify_sender": .boolean, "comments": .string,
      ]
    ),
    "puts": ArrayContract(
      required: ["id": .string, "created_at": .string, "last_modified": .string],
      optional: [
        "modified_at": .string, "pattern": .string, "pattern_type": .string, "is_regex": .boolean,
        "is_trusted_sender": .boolean, "is_acceptable_sender": .boolean, "is_exempt_recipient": .boolean,
        "verify_sender": .boolean, "comments": .string,
      ]
    ),
    "posts": ArrayContract(
      required: [
        "id": .string, "created_at": .string, "last_modified": .string, "pattern": .string, "pattern_type": .string,
        "is_regex": .boolean, "is_trusted_sender": .boolean, "is_acceptable_sender": .boolean,
        "is_exempt_recipient": .boolean, "verify_sender": .boolean,
      ],
      optional: ["modified_at": .string, "comments": .string]
    ),
  ]
}

@Suite("The batch request against its contract")
struct BatchContractTests {
  /// The operations of a random draft that the encoding can carry.
  private func operations(_ encoding: BatchEncoding, seed: UInt64) throws -> [DraftOperation] {
    var generator = SeededGenerator(seed: seed)
    var draft = Draft()
    for _ in 0..<40 {
      _ = try? draft.apply(.random(using: &generator))
    }
    return draft.operations.filter { (try? BatchEncoder(encoding).body(for: [$0])) != nil }
  }

  @Test("has every required field and no other than the contract's", arguments: 1...150 as ClosedRange<UInt64>)
  func fields(seed: UInt64) throws {
    let operations = try operations(.documented, seed: seed)
    let items = try RequestItems(of: operations)
    try #require(Set(items.arrays.keys) == Set(ArrayContract.all.keys), "seed \(seed)")
    for (array, contract) in ArrayContract.all {
      let known = contract.required.merging(contract.optional) { required, _ in required }
      for item in items[array] {
        let names = Set(item.keys)
        try #require(names.isSuperset(of: contract.required.keys), "seed \(seed): \(array) \(item)")
        try #require(names.isSubset(of: known.keys), "seed \(seed): \(array) \(item)")
        try #require(names.isDisjoint(with: ArrayContract.deprecated), "seed \(seed): \(array) \(item)")
        for (name, value) in item {
          try #require(known[name]?.isType(of: value) == true, "seed \(seed): \(array) \(name) \(value)")
        }
      }
    }
  }

  @Test("the lean form leaves out what the server owns, and nothing else", arguments: 1...150 as ClosedRange<UInt64>)
  func lean(seed: UInt64) throws {
    // What the documented form can carry, the lean one can as well.
    let operations = try operations(.documented, seed: seed)
    let documented = try RequestItems(of: operations)
    let lean = try RequestItems(of: operations, .lean)
    for array in ArrayContract.all.keys {
      let left = array == "posts" ? ArrayContract.serverOwned.union(["id"]) : ArrayContract.serverOwned
      try #require(lean[array].count == documented[array].count, "seed \(seed)")
      for (short, long) in zip(lean[array], documented[array]) {
        try #require(Set(short.keys) == Set(long.keys).subtracting(left), "seed \(seed): \(array) \(short)")
      }
    }
  }

  @Test("sends only types that the server takes", arguments: BatchEncoding.allCases)
  func types(encoding: BatchEncoding) throws {
    for seed in 1...150 as ClosedRange<UInt64> {
      for items in try RequestItems(of: operations(encoding, seed: seed), encoding).arrays.values {
        for case let type as String in items.map({ $0["pattern_type"] ?? "IP" }) {
          try #require(["EMAIL", "DOMAIN", "IP"].contains(type), "seed \(seed)")
        }
      }
    }
  }

  @Test("the random drafts reach every array", arguments: BatchEncoding.allCases)
  func reach(encoding: BatchEncoding) throws {
    var counts = OperationCounts()
    for seed in 1...150 as ClosedRange<UInt64> {
      for operation in try operations(encoding, seed: seed) { counts[operation.kind] += 1 }
    }
    for kind in OperationKind.allCases { #expect(counts[kind] > 10, "\(kind)") }
  }

  @Test("the arrays stand in the order in which the server runs them")
  func order() throws {
    let text = String(decoding: try BatchEncoder(.documented).body(for: []).data, as: UTF8.self)
    let places = ["deletes", "patches", "puts", "posts"].map { text.range(of: "\"\($0)\"")?.lowerBound }
    #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
    #expect(!places.contains(nil))
  }
}
