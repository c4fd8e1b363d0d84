import Foundation

/// What the draft should be, by the commands that were acknowledged.
struct DraftModel {
  /// The operations as the export names them.
  struct Contents: Equatable {
    /// Patterns, in the order of the queue.
    var posts: [String] = []
    /// The new comments, by the policy's id.
    var patches: [String: String] = [:]
    var deletes: Set<String> = []

    init() {}

    /// Takes what `draft export` printed.
    init(export: String) throws {
      let batch = try JSONSerialization.jsonObject(with: Data(export.utf8)) as? [String: [[String: Any]]] ?? [:]
      func texts(_ array: String, _ field: String) -> [String] {
        (batch[array] ?? []).map { $0[field] as? String ?? "" }
      }
      posts = texts("posts", "pattern")
      patches = Dictionary(zip(texts("patches", "id"), texts("patches", "comments"))) { first, _ in first }
      deletes = Set(texts("deletes", "id"))
    }
  }

  enum Command {
    case new(String)
    case edit(String, comment: String)
    case delete(String)
    case clear
    case undo
    case redo

    /// What it is called.
    var name: String {
      arguments.first == "draft" ? arguments[1] : arguments[0]
    }

    var arguments: [String] {
      switch self {
      case .new(let pattern): ["new", "--pattern", pattern, "--type", "domain", "--acceptable", "--verify"]
      case .edit(let id, let comment): ["edit", id, "--comment", comment]
      case .delete(let id): ["delete", id]
      case .clear: ["draft", "clear"]
      case .undo: ["draft", "undo"]
      case .redo: ["draft", "redo"]
      }
    }
  }

  private var log = [Contents()]
  private var cursor = 0

  var contents: Contents { log[cursor] }

  /// How many changes undo can take back.
  var depth: Int { cursor }

  mutating func perform(_ command: Command) {
    var next = contents
    switch command {
    case .undo: cursor = max(0, cursor - 1)
    case .redo: cursor = min(log.count - 1, cursor + 1)
    case .new(let pattern): next.posts.append(pattern)
    case .edit(let id, let comment): next.patches[id] = comment
    case .delete(let id):
      next.patches[id] = nil
      next.deletes.insert(id)
    case .clear: next = Contents()
    }
    switch command {
    case .undo, .redo: break
    case .new, .edit, .delete, .clear:
      guard next != contents else { return }
      log[(cursor + 1)...] = [next]
      cursor += 1
    }
  }

  /// Something that people do next; what is queued for deletion is not edited.
  func command(_ round: Int, among ids: [String], using generator: inout SeededGenerator) -> Command {
    let editable = ids.filter { !contents.deletes.contains($0) }
    switch Int.random(in: 0..<20, using: &generator) {
    case 0..<5: return .new("queued-\(round).example.org")
    case 5..<10: return editable.randomElement(using: &generator).map { .edit($0, comment: "round \(round)") } ?? .undo
    case 10..<12: return ids.randomElement(using: &generator).map { .delete($0) } ?? .undo
    case 12..<16: return .undo
    case 16..<19: return .redo
    default: return .clear
    }
  }
}
