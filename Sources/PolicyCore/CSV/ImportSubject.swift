import Patterns

/// Which policy a row is about, whatever it says of it.
struct ImportSubject {
  /// Equal for two rows, or a row and a policy, that are about the same.
  let key: PatternKey
  /// The pattern as it stands, by which policies are looked for where the dialect does not say whether it is an
  /// expression: the row may then be about a policy that is one, or whose type is UNKNOWN.
  let looseText: String?

  init(_ fields: PolicyFields) {
    key = Self.key(of: fields, type: fields.patternType ?? Self.likelyType(of: fields.pattern))
    looseText = fields.isRegex == nil ? fields.pattern : nil
  }

  static func key(of fields: PolicyFields) -> PatternKey { key(of: fields, type: fields.patternType) }

  /// The fields of a new policy: what the dialect does not say is taken from the pattern, and is no expression.
  static func completed(_ fields: PolicyFields) -> PolicyFields {
    var fields = fields
    fields.patternType = fields.patternType ?? likelyType(of: fields.pattern)
    fields.isRegex = fields.isRegex ?? false
    return fields
  }

  private static func key(of fields: PolicyFields, type: PatternType?) -> PatternKey {
    // An expression is its text: compiling those of a whole list would take long.
    if fields.isRegex == true { return .unread(fields.pattern ?? "", type, isRegex: true) }
    let fields = PolicyFields(pattern: fields.pattern, patternType: type, isRegex: false)
    return PatternKey(fields, PatternReader.read(fields))
  }

  private static func likelyType(of pattern: String?) -> PatternType? {
    pattern.flatMap { PatternKind.likely(for: $0) }.map { PatternType($0) }
  }
}

/// The policies that the rows of a file may be about, as the draft leaves them.
struct ImportTargets {
  struct Target {
    let policy: AllowPolicy
    /// With what is queued.
    let fields: PolicyFields
    let isDeleted: Bool
  }

  private let list: PolicyList
  private let draft: Draft
  private let created: [NewPolicy]
  /// Places: first those of the list, then those of the draft's new policies.
  private var byKey: [PatternKey: [Int]] = [:]
  private var byText: [String: [Int]] = [:]

  /// Keeps only those that one of the subjects can mean, so that a short file takes little memory.
  init(_ subjects: some Sequence<ImportSubject>, in list: PolicyList, draft: Draft) {
    self.list = list
    self.draft = draft
    created = draft.operations.compactMap {
      if case .create(let policy) = $0.intent { policy } else { nil }
    }
    for subject in subjects {
      byKey[subject.key] = []
      if let text = subject.looseText { byText[text] = [] }
    }
    for place in 0..<(list.count + created.count) {
      let fields = fields(at: place)
      byKey[ImportSubject.key(of: fields)]?.append(place)
      if !byText.isEmpty, fields.isRegex == true || fields.patternType?.isWritable != true, let text = fields.pattern {
        byText[text]?.append(place)
      }
    }
  }

  /// In the order of the list, then of the queue.
  func targets(of subject: ImportSubject, type: PatternType?) -> [Target] {
    if let places = byKey[subject.key], !places.isEmpty { return places.map(target) }
    guard let places = subject.looseText.flatMap({ byText[$0] }) else { return [] }
    return places.map(target).filter { type == nil || $0.fields.patternType == type }
  }

  private func fields(at place: Int) -> PolicyFields {
    guard place < list.count else { return created[place - list.count].fields }
    let policy = list[place]
    guard !draft.isEmpty, case .edit(_, let edit) = draft[policy.id]?.intent else { return policy.fields }
    return policy.fields.applying(edit.changes)
  }

  private func target(at place: Int) -> Target {
    let fields = fields(at: place)
    guard place < list.count else {
      let policy = AllowPolicy(id: created[place - list.count].placeholderID, fields: fields)
      return Target(policy: policy, fields: fields, isDeleted: false)
    }
    let isDeleted = !draft.isEmpty && draft[list[place].id]?.kind == .delete
    return Target(policy: list[place], fields: fields, isDeleted: isDeleted)
  }
}
