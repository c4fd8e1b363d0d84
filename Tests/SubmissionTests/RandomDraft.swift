import PolicyCore
import TestSupport
import Policies

/// Operations as people queue them, over the policies that there are.
struct RandomDraft {
  /// Makes every text in the loop another, so that nothing is taken for something else.
  var count = 0
  let name: String

  init(_ name: String) {
    self.name = name
  }

  private mutating func word() -> String {
    count += 1
    return "\(name)-\(count)"
  }

  /// One to eight operations, each on another policy; some are new policies, and some of these twins.
  mutating func edits(
    on list: PolicyList,
    newPolicy: (PolicyFields) async -> NewPolicy,
    using generator: inout SeededGenerator
  ) async -> [DraftEdit] {
    var edits: [DraftEdit] = []
    let chosen = list.shuffled(using: &generator).prefix(Int.random(in: 1...8, using: &generator))
    for policy in chosen {
      switch Int.random(in: 0..<10, using: &generator) {
      case 0..<2: edits.append(.delete([policy]))
      case 2..<5: edits.append(.edit([change(of: policy, isWhole: false, using: &generator)]))
      case 5..<7:
        let isWhole = policy.fields.patternType?.isWritable == true
        edits.append(.edit([change(of: policy, isWhole: isWhole, using: &generator)]))
      default:
        let fields = newFields(using: &generator)
        let isTwin = Int.random(in: 0..<6, using: &generator) == 0
        for _ in 0..<(isTwin ? 2 : 1) { edits.append(.create([await newPolicy(fields)])) }
      }
    }
    return edits
  }

  private mutating func change(
    of policy: AllowPolicy,
    isWhole: Bool,
    using generator: inout SeededGenerator
  ) -> DraftEdit.FieldEdit {
    var set = PolicyFields()
    if Bool.random(using: &generator) { set.verifySender = !(policy.fields.verifySender ?? false) }
    if Bool.random(using: &generator) { set.isAcceptableSender = !(policy.fields.isAcceptableSender ?? false) }
    if set.isEmpty || Bool.random(using: &generator) { set.comments = "ours \(word()) ☂️ \"\\" }
    if isWhole, Bool.random(using: &generator) {
      (set.pattern, set.patternType, set.isRegex) = ("\(word()).example.org", .domain, false)
    }
    return DraftEdit.FieldEdit(policy: policy, set: set, replacesWhole: isWhole)
  }

  private mutating func newFields(using generator: inout SeededGenerator) -> PolicyFields {
    PolicyFields(
      pattern: "\(word())@partner.example",
      patternType: .email,
      isRegex: Bool.random(using: &generator) ? nil : false,
      isAcceptableSender: true,
      verifySender: Bool.random(using: &generator),
      comments: [nil, "", "SEC-1201"].randomElement(using: &generator) ?? nil
    )
  }

  /// What somebody else does meanwhile, mostly to a policy that the draft touches.
  mutating func remoteEdit(
    of operations: [DraftOperation],
    _ list: PolicyList,
    using generator: inout SeededGenerator
  ) -> RemoteEdit? {
    guard Int.random(in: 0..<5, using: &generator) < 2 else { return nil }
    let touched = operations.compactMap(\.base)
    let isTouched = Int.random(in: 0..<10, using: &generator) < 7
    guard let policy = (isTouched ? touched : Array(list)).randomElement(using: &generator) else { return nil }
    let id = policy.id.text
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: return RemoteEdit(id: id, json: nil)
    case 1..<4: return RemoteEdit(id: id, json: "{\"comments\":\"theirs \(word())\"}")
    case 4..<6: return RemoteEdit(id: id, json: "{\"is_trusted_sender\":\(Bool.random(using: &generator))}")
    default: return RemoteEdit(id: id, json: "{\"verify_sender\":\(Bool.random(using: &generator))}")
    }
  }
}
