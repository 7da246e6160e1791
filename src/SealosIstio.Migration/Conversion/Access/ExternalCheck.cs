using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Conversion.Access;

/// <summary>An authentication service that is asked about requests, and the CORS preflights that nginx answers without it.</summary>
/// <param name="Provider">The extension provider of the mesh configuration.</param>
/// <param name="Origins">
/// The origins whose preflights nginx answers itself; <c>*</c> for all. Empty when none is: every request is asked about.
/// </param>
internal sealed record ExternalCheck(string Provider, IReadOnlyList<string> Origins)
{
    private const string Options = "OPTIONS";
    private const string Any = "*";

    /// <summary>Tells two checks apart.</summary>
    public string Key => $"{Provider} {string.Join(',', Origins)}";

    /// <summary>
    /// The requests of the operations that the service is asked about: all but real preflights (OPTIONS with an allowed Origin and
    /// Access-Control-Request-Method), which the gateway's CORS filter answers and browsers send without credentials.
    /// </summary>
    public IEnumerable<(
        IReadOnlyList<AuthorizationOperation> Operations,
        IList<AuthorizationCondition>? Conditions
    )> Split(IReadOnlyList<AuthorizationOperation> operations)
    {
        if (Origins.Count == 0)
            return [(operations, null)];
        var isOptions = operations.Select(operation => Copy(operation, methods: [Options])).ToList();
        return
        [
            ([.. operations.Select(operation => Copy(operation, notMethods: [Options]))], null),
            (isOptions, [Lacks("origin", Origins)]),
            (isOptions, [Lacks("access-control-request-method", [Any])]),
        ];
    }

    // A negated value holds for a request without the header, too.
    private static AuthorizationCondition Lacks(string header, IReadOnlyList<string> values) =>
        new() { Key = $"request.headers[{header}]", NotValues = [.. values] };

    private static AuthorizationOperation Copy(
        AuthorizationOperation operation,
        IList<string>? methods = null,
        IList<string>? notMethods = null
    ) =>
        new()
        {
            Hosts = operation.Hosts,
            Paths = operation.Paths,
            NotPaths = operation.NotPaths,
            Methods = methods,
            NotMethods = notMethods,
        };
}
