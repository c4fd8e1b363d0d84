import Policies
import PolicyCore

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
  private let saysComments: Bool
  /// Places: first those of the list, then those of the draft's new policies.
  private var places: [ImportSubject.Name: [Int]] = [:]
  /// The first place of each content where many policies have one name: comparing each row with each would never end.
  private var firstPlaces: [ImportSubject.Name: [ImportContent: Int]] = [:]

  /// Keeps only those that one of the subjects can mean, so that a short file takes little memory.
  init(_ subjects: some Sequence<ImportSubject>, in list: PolicyList, draft: Draft, saysComments: Bool) {
    self.list = list
    self.draft = draft
    self.saysComments = saysComments
    created = draft.operations.compactMap {
      if case .create(let policy) = $0.intent { policy } else { nil }
    }
    var hasLooseNames = false
    for subject in subjects {
      places[subject.name] = []
      guard let name = subject.looseName else { continue }
      places[name] = []
      hasLooseNames = true
    }
    for place in 0..<(list.count + created.count) {
      let fields = fields(at: place)
      places[ImportSubject.name(of: fields)]?.append(place)
      guard hasLooseNames else { continue }
      for name in ImportSubject.looseNames(of: fields) { places[name]?.append(place) }
    }
  }

  /// The name under which policies are found that the subject can mean; nil if there are none.
  func name(for subject: ImportSubject) -> ImportSubject.Name? {
    if places[subject.name]?.isEmpty == false { return subject.name }
    return subject.looseName.flatMap { places[$0]?.isEmpty == false ? $0 : nil }
  }

  /// In the order of the list, then of the queue.
  func targets(under name: ImportSubject.Name) -> [Target] { places[name]?.map(target) ?? [] }

  /// The first that says just this and is not queued for deletion.
  mutating func target(under name: ImportSubject.Name, saying content: ImportContent) -> PolicyID? {
    guard let places = places[name] else { return nil }
    guard places.count > 4 else {
      return places.first { !isDeleted($0) && contents(at: $0) == content }.map(id)
    }
    if firstPlaces[name] == nil {
      let present = places.filter { !isDeleted($0) }.map { (contents(at: $0), $0) }
      firstPlaces[name] = Dictionary(present) { first, _ in first }
    }
    return firstPlaces[name]?[content].map(id)
  }

  /// Whether the draft makes or changes it.
  func isQueued(_ id: PolicyID) -> Bool { draft[id] != nil }

  private func fields(at place: Int) -> PolicyFields {
    guard place < list.count else { return created[place - list.count].fields }
    let policy = list[place]
    guard !draft.isEmpty, case .edit(_, let edit) = draft[policy.id]?.intent else { return policy.fields }
    return policy.fields.applying(edit.changes)
  }

  private func contents(at place: Int) -> ImportContent {
    ImportContent(fields(at: place), saysComments: saysComments)
  }

  private func id(at place: Int) -> PolicyID {
    place < list.count ? list[place].id : created[place - list.count].placeholderID
  }

  private func isDeleted(_ place: Int) -> Bool {
    !draft.isEmpty && place < list.count && draft[list[place].id]?.kind == .delete
  }

  private func target(at place: Int) -> Target {
    let fields = fields(at: place)
    let policy = place < list.count ? list[place] : AllowPolicy(id: id(at: place), fields: fields)
    return Target(policy: policy, fields: fields, isDeleted: isDeleted(place))
  }
}
