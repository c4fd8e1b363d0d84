/// Somebody who works on the same policies while a client does, and of whom the client is told nothing.
struct OtherAdmin: Sendable {
  let table: PolicyTable

  /// Does what a fault says just before a request is carried out; a policy that is gone is let be.
  func act(_ fault: Fault, before call: PolicyEndpoints.Call) async {
    switch fault.kind {
    case .editBehind:
      guard let id = await target(of: fault, call) else { return }
      _ = try? await table.edit(id: id, fault.edit.fields)
    case .deleteBetweenPages:
      var query = call.listQuery ?? PolicyQuery()
      query.page = max(1, query.page - 1)
      var id = fault.policyID
      if id == nil { id = try? await table.firstID(of: query) }
      guard let id else { return }
      _ = try? await table.delete(id: id)
    default: return
    }
  }

  private func target(of fault: Fault, _ call: PolicyEndpoints.Call) async -> String? {
    if let id = fault.policyID { return id }
    switch call.route {
    case .read(let id), .edit(let id), .delete(let id): return id
    case .batch:
      if let batch = try? BatchRequest(call.body, .either),
        let named = (batch.patches + batch.puts + batch.deletes).first?.id
      {
        return named
      }
    case .list, .create, .messages, .poll, nil: break
    }
    return try? await table.firstID(of: PolicyQuery())
  }
}
