namespace SealosIstio.Tests.Api;

/// <summary>A test that needs a disposable API server, named by SEALOSISTIO_TEST_KUBECONFIG.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ApiServerFactAttribute : FactAttribute
{
    private const string Variable = "SEALOSISTIO_TEST_KUBECONFIG";

    public ApiServerFactAttribute()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)))
            Skip = $"{Variable} doesn't name the kubeconfig of a disposable API server.";
    }

    public static string Kubeconfig => Environment.GetEnvironmentVariable(Variable)!;
}

/// <summary>A theory that needs a disposable API server, named by SEALOSISTIO_TEST_KUBECONFIG.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ApiServerTheoryAttribute : TheoryAttribute
{
    public ApiServerTheoryAttribute() => Skip = new ApiServerFactAttribute().Skip;
}
