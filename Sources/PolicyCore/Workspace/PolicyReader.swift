import Policies
import Values

/// Reads given policies again, with as few requests as is sensible.
struct PolicyReader {
  /// Up to this many are read one by one; more cost less as a list.
  static let oneByOneLimit = 50
  static let parallel = 4

  let service: any PolicyService

  /// The policies by id; a nil value is one that the server says does not exist.
  ///
  /// `progress` counts what was read.
  ///
  /// That a policy is gone is only ever concluded from a read of that very policy.
  func read(
    _ ids: [PolicyID],
    progress: @escaping @Sendable (Int) -> Void
  ) async throws(Problem) -> [PolicyID: AllowPolicy?] {
    var found: [PolicyID: AllowPolicy?] = [:]
    var missing = ids
    if ids.count > Self.oneByOneLimit {
      let wanted = Set(ids)
      for policy in try await service.policies(progress: { _ in }).policies where wanted.contains(policy.id) {
        found[policy.id] = policy
      }
      missing = ids.filter { found[$0] == nil }
      progress(found.count)
    }
    return found.merging(try await readOneByOne(missing) { [count = found.count] in progress(count + $0) }) { $1 }
  }

  /// Asks for each of the policies by its id.
  func readOneByOne(
    _ ids: [PolicyID],
    progress: (Int) -> Void = { _ in }
  ) async throws(Problem) -> [PolicyID: AllowPolicy?] {
    var found: [PolicyID: AllowPolicy?] = [:]
    for start in stride(from: 0, to: ids.count, by: Self.parallel) {
      for answer in try await readTogether(ids[start..<min(start + Self.parallel, ids.count)]) {
        found.updateValue(try answer.result.get(), forKey: answer.id)
      }
      progress(found.count)
    }
    return found
  }

  /// A type of its own: optimised builds of Swift 6.3 copy a tuple with a typed result wrongly in a task group.
  private struct Answer: Sendable {
    let id: PolicyID
    let result: Result<AllowPolicy?, Problem>
  }

  private func readTogether(_ ids: ArraySlice<PolicyID>) async throws(Problem) -> [Answer] {
    let service = service
    return await withTaskGroup(of: Answer.self) { group in
      for id in ids {
        group.addTask {
          do throws(Problem) {
            return Answer(id: id, result: .success(try await service.policy(id)))
          } catch {
            return Answer(id: id, result: .failure(error))
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
  }
}
