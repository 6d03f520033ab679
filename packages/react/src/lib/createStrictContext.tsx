import type { ReactNode } from "react";
import { createContext, useContext } from "react";

type ProviderProps<T> = { readonly value: T; readonly children?: ReactNode };

/**
 * A context without a silent default.
 *
 * @throws In the hook, outside the provider, naming both the part that asked and the provider that it needs.
 */
export function createStrictContext<T extends object>(
  providerName: string,
): readonly [(props: ProviderProps<T>) => ReactNode, (consumerName: string) => T, () => T | undefined] {
  const Context = createContext<T | undefined>(undefined);
  Context.displayName = providerName;

  function Provider({ value, children }: ProviderProps<T>): ReactNode {
    return <Context.Provider value={value}>{children}</Context.Provider>;
  }
  Provider.displayName = `${providerName}Context`;

  function useOptional(): T | undefined {
    return useContext(Context);
  }

  function useStrict(consumerName: string): T {
    const value = useOptional();
    if (value === undefined) throw new Error(`\`${consumerName}\` must be used within \`${providerName}\`.`);
    return value;
  }

  return [Provider, useStrict, useOptional];
}
