using System.Globalization;
using SealosIstio.Kubernetes.Cluster.FieldManagement;
using SealosIstio.Kubernetes.Model;

namespace SealosIstio.Kubernetes.Cluster.Manifest;

/// <summary>The failures of an API server: same codes, reasons, messages and causes.</summary>
internal static class ManifestFailure
{
    /// <summary>The object doesn't exist.</summary>
    public static KubernetesApiException NotFound(ResourceType type, string name) =>
        Make(
            404,
            "NotFound",
            $"{type.QualifiedName} \"{name}\" not found",
            new V1StatusDetails
            {
                Name = name,
                Group = GroupOrNull(type),
                Kind = type.PluralName,
            }
        );

    /// <summary>The kind isn't served, or not in this version; said as by a connection to a server.</summary>
    public static KubernetesApiException NotServed(string group, string version, string kind) =>
        Api.ApiFailure.NotServed(group, version, kind);

    /// <summary>The object changed since the writer read it, or a precondition doesn't hold.</summary>
    public static KubernetesApiException Conflict(ResourceType type, string name, string reason) =>
        Make(
            409,
            "Conflict",
            $"Operation cannot be fulfilled on {type.QualifiedName} \"{name}\": {reason}",
            new V1StatusDetails
            {
                Name = name,
                Group = GroupOrNull(type),
                Kind = type.PluralName,
            }
        );

    /// <summary>Other managers own fields that an apply would change.</summary>
    public static KubernetesApiException FieldConflicts(IReadOnlyList<FieldConflict> conflicts)
    {
        var first = conflicts[0];
        var message =
            conflicts.Count == 1
                ? $"Apply failed with 1 conflict: conflict with {Manager(first)}: {FieldPath.Format(first.Path)}"
                : $"Apply failed with {conflicts.Count} conflicts: "
                    + string.Join(
                        '\n',
                        conflicts
                            .GroupBy(Manager)
                            .SelectMany(group =>
                                group
                                    .Select(conflict => $"- {FieldPath.Format(conflict.Path)}")
                                    .Prepend($"conflicts with {group.Key}:")
                            )
                    );
        return Make(
            409,
            "Conflict",
            message,
            new V1StatusDetails
            {
                Causes = conflicts
                    .Select(conflict => new V1StatusCause
                    {
                        Reason = "FieldManagerConflict",
                        Message = $"conflict with {Manager(conflict)}",
                        Field = FieldPath.Format(conflict.Path),
                    })
                    .ToList(),
            }
        );
    }

    /// <summary>Fields have values that the server refuses.</summary>
    public static KubernetesApiException Invalid(ResourceType type, string name, IReadOnlyList<V1StatusCause> causes)
    {
        var problems = causes.Select(cause => $"{cause.Field}: {cause.Message}").ToList();
        var kind = type.Group.Length == 0 ? type.Kind : $"{type.Kind}.{type.Group}";
        var text = problems.Count == 1 ? problems[0] : $"[{string.Join(", ", problems)}]";
        return Make(
            422,
            "Invalid",
            $"{kind} \"{name}\" is invalid: {text}",
            new V1StatusDetails
            {
                Name = name,
                Group = GroupOrNull(type),
                Kind = type.Kind,
                Causes = causes.ToList(),
            }
        );
    }

    /// <summary>A patch that can't be applied to the object as it is, such as a failed test.</summary>
    public static KubernetesApiException Unprocessable(string reason) =>
        Make(
            422,
            "Invalid",
            $"the server rejected our request due to an error in our request: {reason}",
            new V1StatusDetails()
        );

    /// <summary>The request makes no sense.</summary>
    public static KubernetesApiException BadRequest(string message) => Make(400, "BadRequest", message, null);

    /// <summary>Nothing new is created in a namespace that is going.</summary>
    public static KubernetesApiException NamespaceTerminating(ResourceType type, string name, string namespaceName) =>
        Make(
            403,
            "Forbidden",
            $"{type.QualifiedName} \"{name}\" is forbidden: unable to create new content in namespace {namespaceName} because it is being terminated",
            new V1StatusDetails
            {
                Name = name,
                Group = GroupOrNull(type),
                Kind = type.PluralName,
                Causes =
                [
                    new V1StatusCause
                    {
                        Reason = "NamespaceTerminating",
                        Message = $"namespace {namespaceName} is being terminated",
                        Field = "metadata.namespace",
                    },
                ],
            }
        );

    /// <summary>The events after this version are no longer known.</summary>
    public static KubernetesApiException Expired(long wanted, long oldest) =>
        Make(
            410,
            "Expired",
            string.Create(CultureInfo.InvariantCulture, $"too old resource version: {wanted} ({oldest})"),
            null
        );

    private static string Manager(FieldConflict conflict)
    {
        var text = $"\"{conflict.Manager.Name}\"";
        if (conflict.Manager.Subresource is { } subresource)
            text += $" with subresource \"{subresource}\"";
        return conflict.Manager.Operation == ManagerIdentity.UpdateOperation
            ? $"{text} using {conflict.Entry.ApiVersion}"
            : text;
    }

    private static string? GroupOrNull(ResourceType type) => type.Group.Length == 0 ? null : type.Group;

    private static KubernetesApiException Make(int code, string reason, string message, V1StatusDetails? details) =>
        new(
            new V1Status
            {
                ApiVersion = "v1",
                Kind = "Status",
                Status = "Failure",
                Code = code,
                Reason = reason,
                Message = message,
                Details = details,
            }
        );
}
