using SealosIstio.Kubernetes.Istio;

namespace SealosIstio.Migration.Conversion.Access;

/// <summary>What nginx asks of a request before it hands it to the backend of a location.</summary>
/// <param name="Addresses">The addresses that get in.</param>
/// <param name="Check">The service that is asked; null for none.</param>
/// <param name="IsEither">Whether an allowed address or the service's consent is enough (satisfy: any).</param>
internal sealed record LocationAccess(AddressRule Addresses, ExternalCheck? Check, bool IsEither)
{
    /// <summary>Whether everybody gets in.</summary>
    public bool IsOpen => !DeniesByAddress && !Asks;

    /// <summary>Tells what two locations ask apart.</summary>
    public string Key => IsOpen ? "" : $"{Addresses.Key} {Check?.Key} {IsEither}";

    private bool DeniesByAddress => !Addresses.LetsEverybodyIn && !(IsEither && Check is not null);

    // Where an address suffices and all addresses are allowed, nobody is ever asked.
    private bool Asks => Check is not null && !(IsEither && Addresses.Allowed.Count > 0 && Addresses.LetsEverybodyIn);

    /// <summary>The rules of the DENY policy for these operations; none when addresses don't matter.</summary>
    public IEnumerable<AuthorizationRule> DenyRules(IReadOnlyList<AuthorizationOperation> operations, bool isForwarded)
    {
        if (DeniesByAddress)
            yield return Rule(operations, Addresses.Refused(isForwarded));
    }

    /// <summary>The rules of the CUSTOM policy for these operations; none when no service is asked.</summary>
    public IEnumerable<AuthorizationRule> CustomRules(
        IReadOnlyList<AuthorizationOperation> operations,
        bool isForwarded
    )
    {
        if (Check is null || !Asks)
            return [];
        // nginx lets an allowed address pass without asking; a list of denied ones alone allows nobody.
        var from = IsEither && Addresses.Allowed.Count > 0 ? Addresses.Refused(isForwarded) : null;
        return Check.Split(operations).Select(part => Rule(part.Operations, from, part.Conditions));
    }

    private static AuthorizationRule Rule(
        IReadOnlyList<AuthorizationOperation> operations,
        IList<AuthorizationFrom>? from,
        IList<AuthorizationCondition>? conditions = null
    ) =>
        new()
        {
            From = from,
            To = [.. operations.Select(operation => new AuthorizationTo { Operation = operation })],
            When = conditions,
        };
}
